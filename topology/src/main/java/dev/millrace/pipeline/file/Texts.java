// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Downgrade;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kinds of values that are written as texts. */
final class Texts {
  private static final int MAX_CHARS = 10_000;
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

  private Texts() {}

  /** Any text, the empty one too. */
  static Kind<String> text() {
    String wants = "a text of at most " + MAX_CHARS + " characters";
    return scalar(wants, "a text", text -> text.length() <= MAX_CHARS ? text : null);
  }

  /** A text that is not blank. */
  static Kind<String> words(String such) {
    String wants = "a text of 1 to " + MAX_CHARS + " characters";
    return scalar(wants, such, text -> text.isBlank() || text.length() > MAX_CHARS ? null : text);
  }

  static Kind<String> matching(String regex, String wants, String such) {
    Pattern pattern = Pattern.compile(regex);
    return scalar(
        wants, such, text -> isShort(text) && pattern.matcher(text).matches() ? text : null);
  }

  /** Short enough for patterns that repeat groups, which cost Java stack. */
  private static boolean isShort(String text) {
    return text.length() <= 1_000;
  }

  /** A value of an HTTP header, or of a query. */
  static Kind<String> line() {
    return scalar(
        "one line of text", "a text without line breaks", text -> isLine(text) ? text : null);
  }

  static boolean isLine(String text) {
    return text.length() <= MAX_CHARS && !CONTROL.matcher(text).find();
  }

  /** The base of an HTTP address. */
  static Kind<String> url(String such) {
    return scalar("an http or https URL", such, text -> isHttp(text) ? text : null);
  }

  static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static Kind<String> currency() {
    return scalar(
        "a currency of ISO 4217",
        "its three letters, such as USD",
        text ->
            Currency.getAvailableCurrencies().stream()
                    .anyMatch(known -> known.getCurrencyCode().equals(text))
                ? text
                : null);
  }

  static Kind<ZoneId> zone() {
    return scalar("a time zone", "UTC, or a name such as Europe/Berlin", Texts::zone);
  }

  private static @Nullable ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A regular expression of Java's. */
  static Kind<Pattern> regex() {
    return new Kind<>() {
      @Override
      public @Nullable Pattern read(At at) {
        String text = words(such()).read(at);
        try {
          return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
          String where = e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1);
          at.mistake(
              "the regular expression cannot be read: " + e.getDescription() + where,
              "close what is open, and put a \\ before a character meant literally");
          return null;
        }
      }

      @Override
      public String such() {
        return "a regular expression such as \"(?i)where is my order\"";
      }
    };
  }

  /** One of an enum's constants, in lower case with hyphens. */
  /** One window of a scope, such as tenant.day. */
  static Kind<Downgrade.Window> budgetWindow() {
    String wants = "a scope and a window of budgets";
    return scalar(
        wants,
        "tenant, user, route or class, a point, and minute, hour, day or month",
        text -> {
          String[] parts = text.split("\\.", -1);
          Downgrade.Scope scope = parts.length == 2 ? named(Downgrade.Scope.class, parts[0]) : null;
          BudgetWindow window = parts.length == 2 ? named(BudgetWindow.class, parts[1]) : null;
          return scope == null || window == null ? null : new Downgrade.Window(scope, window);
        });
  }

  private static <E extends Enum<E>> @Nullable E named(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> nameOf(constant).equals(name))
        .findFirst()
        .orElse(null);
  }

  static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
    String such =
        Stream.of(type.getEnumConstants()).map(Texts::nameOf).collect(Collectors.joining(" or "));
    return scalar(
        "one of the values it can have",
        such,
        text ->
            Stream.of(type.getEnumConstants())
                .filter(constant -> nameOf(constant).equals(text))
                .findFirst()
                .orElse(null));
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <T> Kind<T> scalar(String wants, String such, Scalar.Reader<T> reader) {
    return new Scalar<>(Scalar.Quotes.NEEDED, wants, such, reader);
  }
}
