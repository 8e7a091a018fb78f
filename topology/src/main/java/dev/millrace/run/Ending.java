// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/**
 * That a run ends, and how.
 *
 * @param reason one word, see {@link Reason}; for a failed call its kind
 * @param detail a sentence for people; no prompt and no answer in it
 */
public record Ending(RunStatus status, String reason, String detail) {

  public static Ending completed() {
    return new Ending(RunStatus.COMPLETED, Reason.ANSWERED, "");
  }

  public static Ending incomplete(String reason, String detail) {
    return new Ending(RunStatus.INCOMPLETE, reason, detail);
  }

  static Ending failed(String reason, String detail) {
    return new Ending(RunStatus.FAILED, reason, detail);
  }

  /** Another pipeline file came, and what the run was on is not in it. */
  public static Ending routeChanged(String detail) {
    return failed(Reason.ROUTE_CHANGED, detail);
  }

  /** Whether a limit ended it: of money, of calls, of steps, of time. */
  public boolean isAtLimit() {
    return status == RunStatus.INCOMPLETE && !reason.equals(Reason.LENGTH);
  }

  /** The same, and somebody's reason for it. */
  Ending because(String why) {
    return why.isBlank() ? this : new Ending(status, reason, detail + " Not permitted: " + why);
  }

  /** What a failed call means for a run that cannot go on without it. */
  static Ending of(CallResult.Failed failed) {
    return switch (failed.kind()) {
      case OVER_BUDGET -> incomplete(failed.limit(), failed.detail());
      case CANCELLED -> new Ending(RunStatus.CANCELLED, Reason.CANCELLED, failed.detail());
      default -> failed(failed.word(), failed.detail());
    };
  }
}
