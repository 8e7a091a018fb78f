// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests answered again, beside how they were answered once.
 *
 * @param original of those whose first result is known
 * @param again of those same ones, so that both sums are over the same requests
 * @param all of all that were answered again
 * @param sameStatus how many ended the same way
 * @param sameRoute how many went the same way
 * @param sameAnswer how many were answered in the same words
 */
public record Comparison(
    Summary original, Summary again, Summary all, int sameStatus, int sameRoute, int sameAnswer) {

  private record Pair(Answered before, Answered after) {}

  /**
   * Compares by the application's own times, so that the command's way to Kafka is on neither side.
   *
   * @param originals results that requests had before
   */
  public static Comparison of(List<Answered> answered, Map<RequestKey, Result> originals) {
    List<Answered> all = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    for (Answered each : answered) {
      Answered after = Answered.byItsOwnTimes(each.request(), each.result());
      all.add(after);
      @Nullable Result before = originals.get(each.request().key());
      if (before != null) {
        pairs.add(new Pair(Answered.byItsOwnTimes(each.request(), before), after));
      }
    }
    return new Comparison(
        Summary.of(pairs.stream().map(Pair::before).toList()),
        Summary.of(pairs.stream().map(Pair::after).toList()),
        Summary.of(all),
        count(pairs, (before, after) -> before.getStatus().equals(after.getStatus())),
        count(pairs, (before, after) -> before.getRoute().equals(after.getRoute())),
        count(pairs, (before, after) -> before.getAnswer().equals(after.getAnswer())));
  }

  private interface Same {
    boolean test(Result before, Result after);
  }

  private static int count(List<Pair> pairs, Same same) {
    return (int)
        pairs.stream()
            .filter(pair -> same.test(pair.before().result(), pair.after().result()))
            .count();
  }

  /** True if there is something to compare with. */
  public boolean hasOriginals() {
    return original.requests() > 0;
  }
}
