// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import dev.millrace.pipeline.Plan;
import dev.millrace.template.JsonTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which names in templates stand for something else in each request. When in doubt a name does not:
 * of an attribute only its own name says what it may be, and a tool that is always asked the same
 * is taken to return the same.
 */
final class PerRequest {
  private static final Set<String> OF_REQUEST = Set.of("text", "user", "conversation_id");

  /** Words by which an attribute is a moment or an identity. */
  private static final Set<String> OF_ATTRIBUTES =
      Set.of(
          "at",
          "clock",
          "date",
          "datetime",
          "guid",
          "hash",
          "id",
          "nonce",
          "now",
          "random",
          "seed",
          "session",
          "time",
          "timestamp",
          "today",
          "token",
          "trace",
          "ts",
          "uuid");

  private final Map<String, Plan.PlanCall> calls;

  private PerRequest(Map<String, Plan.PlanCall> calls) {
    this.calls = calls;
  }

  static PerRequest ofAgents() {
    return new PerRequest(Map.of());
  }

  static PerRequest of(Plan plan) {
    return new PerRequest(plan.calls());
  }

  /**
   * Whether it changes with the request.
   *
   * @param path dotted; one within a section, that is not written in full, does not
   */
  boolean changes(String path) {
    List<String> parts = Arrays.asList(path.split("\\."));
    return switch (parts.isEmpty() ? "" : parts.get(0)) {
      case "request" -> ofRequest(parts);
      case "extract" -> true;
      case "calls" -> parts.size() < 2 || ofCall(parts.get(1));
      default -> false;
    };
  }

  private static boolean ofRequest(List<String> parts) {
    if (parts.size() > 2 && parts.get(1).equals("attributes")) {
      return words(parts.get(2)).anyMatch(OF_ATTRIBUTES::contains);
    }
    return parts.size() == 1
        || OF_REQUEST.contains(parts.get(1))
        || parts.get(1).equals("attributes");
  }

  /** Of a name such as {@code session_id}, {@code sessionId} or {@code session-id}. */
  private static Stream<String> words(String name) {
    String apart = name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
    return Arrays.stream(apart.split("[^\\p{L}]+"));
  }

  /** The calls before it form no cycle. */
  private boolean ofCall(String name) {
    Plan.PlanCall call = calls.get(name);
    return call == null
        || !(call.work() instanceof Plan.ToolWork work)
        || JsonTemplate.of(work.arguments()).names().stream().anyMatch(this::changes);
  }
}
