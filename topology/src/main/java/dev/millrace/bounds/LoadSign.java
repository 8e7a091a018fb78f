// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bounds;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;

/** What an attempt's end says about how many calls at once its model bears. */
public enum LoadSign {
  /** It was answered: so many at once are borne. */
  WELL,
  /** This one was too many, whatever becomes of those that are under way beside it. */
  REFUSED,
  /** The provider sheds load, perhaps not only ours. */
  SHED,
  /** Nothing. */
  NONE;

  /**
   * What an end says. A provider that says that too little is left of one of the account's counts
   * has refused for that, however few were under way; and neither an account without quota nor a
   * request that is too large is a matter of load.
   *
   * @param inputTokens that the call was counted by
   * @param outputTokens that the call was counted by
   */
  public static LoadSign of(Outcome<?> outcome, long inputTokens, long outputTokens) {
    if (!(outcome instanceof Outcome.Failed<?> failed)) {
      return WELL;
    }
    Failure failure = failed.failure();
    if (failure.kind() == FailureKind.OVERLOADED) {
      return SHED;
    }
    boolean refused = failure.kind() == FailureKind.RATE_LIMITED;
    return refused && outcome.account().holds(inputTokens, outputTokens) ? REFUSED : NONE;
  }
}
