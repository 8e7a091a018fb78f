// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.Budgets;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.pipeline.WindowLimits;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whose an account is, which is its key among all. What is made of it is stored, so it stays.
 *
 * @param tenant empty for a group
 * @param name the user's, the route's, the workload class's or the group's; empty for the tenant
 */
public record AccountKey(Kind kind, String tenant, String name) {

  /** What has an account of its own. */
  public enum Kind {
    TENANT("tenant"),
    USER("user"),
    ROUTE("route"),
    CLASS("class"),
    GROUP("group");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As controls and people have it. */
    public String word() {
      return word;
    }
  }

  /** What the accounts of a tenant that is split begin with in each of its partitions. */
  private static final String SHARDS = "shards/";

  /** What the home of a budget that others spend from too keeps of its limits begins with. */
  private static final String LIMITS = "limits/";

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

  /** What some tenants may spend together. */
  public static AccountKey ofGroup(String name) {
    return new AccountKey(Kind.GROUP, "", name);
  }

  /** What {@link #text} made; empty if it is none of these, as a later version may have some. */
  public static Optional<AccountKey> parse(String text) {
    int slash = text.indexOf('/');
    String word = slash < 0 ? "" : text.substring(0, slash);
    String rest = text.substring(slash + 1);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .flatMap(
            kind ->
                switch (kind) {
                  case TENANT -> Optional.of(ofTenant(rest));
                  case GROUP -> Optional.of(ofGroup(rest));
                  case USER, ROUTE, CLASS -> named(kind, rest);
                });
  }

  /** What {@link #leaseText} made; empty if it is none. */
  public static Optional<AccountKey> parseLease(String text) {
    return text.startsWith(SHARDS)
        ? parse(text.substring(SHARDS.length()))
        : parse(text).filter(key -> key.kind == Kind.GROUP);
  }

  /** What {@link #limitsText} made; empty if it is none. */
  public static Optional<AccountKey> parseLimits(String text) {
    return text.startsWith(LIMITS) ? parseLease(text.substring(LIMITS.length())) : Optional.empty();
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
    return switch (kind) {
      case TENANT -> kind.word() + "/" + tenant;
      case GROUP -> kind.word() + "/" + name;
      case USER, ROUTE, CLASS -> kind.word() + "/" + tenant.length() + "/" + tenant + "/" + name;
    };
  }

  /**
   * The key of what one of several partitions spends of it. It is another than that of a tenant
   * that is in one: what is raised there for a while is here what was granted.
   */
  public String leaseText() {
    return kind == Kind.GROUP ? text() : SHARDS + text();
  }

  /** The key of what holds of all that these partitions may spend. */
  public static String limitsText(String leaseText) {
    return LIMITS + leaseText;
  }

  /** Whether several partitions spend from it. */
  public boolean isShared(Budgets budgets) {
    return switch (kind) {
      case TENANT, ROUTE, CLASS -> budgets.ofTenant(tenant).isSplit();
      case USER -> false;
      case GROUP -> true;
    };
  }

  /** What the pipeline file allows it; whatever windows that names are kept account of. */
  public WindowLimits limits(Budgets budgets) {
    return switch (kind) {
      case TENANT -> budgets.ofTenant(tenant).whole();
      case USER -> budgets.ofTenant(tenant).ofUser(name);
      case ROUTE -> budgets.ofRoute(name);
      case CLASS -> budgets.ofClass(name).tenant();
      case GROUP -> {
        GroupBudget group = budgets.groups().get(name);
        yield group == null ? WindowLimits.NONE : group.limits();
      }
    };
  }
}
