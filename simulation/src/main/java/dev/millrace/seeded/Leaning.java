// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.call.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a world leans towards: a move that none made yet, see {@link PossibleMoves}. All that a
 * world knows of it are the words of its name; where one of them fits, the dice are loaded.
 *
 * @param towards the move's name; empty if the dice are fair
 */
public record Leaning(String towards) {
  static final Leaning NONE = new Leaning("");

  /** What a limit that ends runs is called where pipeline files of worlds set it. */
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "cost", List.of("MONEY"),
          "tokens", List.of("TOKENS", "INPUT", "OUTPUT"),
          "model_calls", List.of("MODEL_CALLS"),
          "tool_calls", List.of("TOOL_CALLS"));

  /**
   * One more world for each of these moves, and one with fair dice: a move that its name tells
   * nothing of is met there, if anywhere.
   */
  static List<Leaning> of(Set<String> moves) {
    return Stream.concat(Stream.of(NONE), moves.stream().sorted().map(Leaning::new)).toList();
  }

  boolean isNone() {
    return towards.isEmpty();
  }

  /** For the command that plays a world again. */
  String option() {
    return isNone() ? "" : " --towards '" + towards + "'";
  }

  boolean names(String... words) {
    return Arrays.stream(words).anyMatch(words()::contains);
  }

  boolean namesAll(String... words) {
    return words().containsAll(List.of(words));
  }

  /** Whether it is about calls that wait for other partitions, and are not needed any more. */
  boolean waitsForGrants() {
    return namesAll("wanted", "dropped");
  }

  /** How an attempt has to fail for it, of these ways; empty if that is no part of it. */
  Optional<FailureKind> failure(List<FailureKind> ways) {
    return names("hedge")
        ? Optional.empty()
        : ways.stream().filter(kind -> names(kind.name().toLowerCase(Locale.ROOT))).findFirst();
  }

  /** Whether it is about the limit that this variable of a world's pipeline file sets. */
  boolean pinches(String variable) {
    return VARIABLES.entrySet().stream()
        .anyMatch(
            each -> names(each.getKey()) && each.getValue().stream().anyMatch(variable::contains));
  }

  private Set<String> words() {
    return Set.copyOf(List.of(towards.split("[^a-z_]+")));
  }
}
