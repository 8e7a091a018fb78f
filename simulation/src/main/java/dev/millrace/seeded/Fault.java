// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

/** What goes wrong in a simulated world, beside the ways in which an attempt can fail. */
enum Fault {
  // Of the application.
  /** It dies between two turns. */
  CRASH,
  /** It dies while a call leaves, in the middle of a turn. */
  CRASH_IN_A_TURN,
  /** A turn whose effects a crash undid. */
  TURN_LOST,
  /** It is stopped and started, as when a partition moves. */
  RESTART,
  /** It starts with another pipeline file. */
  CHANGED_FILE,

  // Of the clock.
  CLOCK_FORWARD,
  CLOCK_BACK,
  /** Far enough forward that another day has begun. */
  NEXT_DAY,

  // Of what comes in.
  REPEATED_REQUEST,
  UNREADABLE_RECORD,
  BAD_REQUEST,
  BAD_CONTROL,
  /** A record that lies in another partition than its tenant's. */
  MISPLACED_RECORD,
  CANCEL,
  /** A cancel by a tenant whose run it is not. */
  FOREIGN_CANCEL,
  PAST_DEADLINE,
  /** A cost that was told wrongly, by somebody who knows better. */
  CORRECTION,

  // Of the calls.
  /** An answer that came before one to an older call. */
  OVERTAKING,
  /** A client that never answers. */
  SILENCE,
  /** A client that answers although it was called off. */
  DEAF_TO_CANCEL,
  /** A client that answers long after its call was given up. */
  LATE_ANSWER,
  /** A client that throws instead of returning a failure. */
  CLIENT_THREW,
  /** An answer that is there before the call is under way. */
  AT_ONCE,
  /** A failure that the provider bills. */
  BILLED_FAILURE,
  /** An answer that says that little or nothing is left of the account. */
  USED_UP,

  // Of the answers.
  INVENTED_TOOL,
  GARBAGE_ARGUMENTS,
  TOO_MANY_WISHES,
  /** Tools wished for where none were offered. */
  UNASKED_WISH,
  GARBAGE_ROUTE,
  GARBAGE_JSON,
  EMPTY_ANSWER,
  CUT_ANSWER,
  FILTERED_ANSWER,
  BAD_VECTOR,

  // Of the money.
  /** A run that costs so many times what a call of its route costs that people are told. */
  DEAR_RUN,

  // Of the order: what has to wait.
  /** A call with a lock that others wait for. */
  LINE_FOR_A_LOCK,
  /** A call of a plan that comes after others. */
  LEFT_AFTER,
}
