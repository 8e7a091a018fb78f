// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.WindowLimits;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whose an account is, which is its key among all. What is made of it is stored, so it stays.
 *
 * @param name the user's, the route's or the workload class's; empty for the tenant
 */
public record AccountKey(Kind kind, String tenant, String name) {

  /** What has an account of its own within a tenant. */
  public enum Kind {
    TENANT("tenant"),
    USER("user"),
    ROUTE("route"),
    CLASS("class");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As controls and people have it. */
    public String word() {
      return word;
    }
  }

  public static AccountKey ofTenant(String tenant) {
    return new AccountKey(Kind.TENANT, tenant, "");
  }

  public static AccountKey ofUser(String tenant, String user) {
    return new AccountKey(Kind.USER, tenant, user);
  }

  public static AccountKey ofRoute(String tenant, String route) {
    return new AccountKey(Kind.ROUTE, tenant, route);
  }

  public static AccountKey ofClass(String tenant, String name) {
    return new AccountKey(Kind.CLASS, tenant, name);
  }

  /** What {@link #text} made; empty if it is none of these, as a later version may have some. */
  public static Optional<AccountKey> parse(String text) {
    int slash = text.indexOf('/');
    String word = slash < 0 ? "" : text.substring(0, slash);
    String rest = text.substring(slash + 1);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .flatMap(kind -> kind == Kind.TENANT ? Optional.of(ofTenant(rest)) : named(kind, rest));
  }

  private static Optional<AccountKey> named(Kind kind, String text) {
    int begin = text.indexOf('/') + 1;
    if (begin < 2 || !text.substring(0, begin - 1).matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int end = begin + Integer.parseInt(text.substring(0, begin - 1));
    return end < text.length() && text.charAt(end) == '/'
        ? Optional.of(new AccountKey(kind, text.substring(begin, end), text.substring(end + 1)))
        : Optional.empty();
  }

  /** No two of them are the same, whatever slashes the names have. */
  public String text() {
    return kind == Kind.TENANT
        ? kind.word() + "/" + tenant
        : kind.word() + "/" + tenant.length() + "/" + tenant + "/" + name;
  }

  /** What the pipeline file allows it; whatever windows that names are kept account of. */
  public WindowLimits limits(Budgets budgets) {
    return switch (kind) {
      case TENANT -> budgets.ofTenant(tenant).whole();
      case USER -> budgets.ofTenant(tenant).ofUser(name);
      case ROUTE -> budgets.ofRoute(name);
      case CLASS -> budgets.ofClass(name).tenant();
    };
  }
}
