// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

/** What happens to a run. */
public sealed interface RunEvent {

  /** A call has ended, after all its attempts. */
  record CallEnded(CallId call, CallResult result, Charge charge) implements RunEvent {}

  /** A wanted call does not fit a budget, and has not left. */
  record Refused(CallSpec call, CallResult.Failed failure) implements RunEvent {}

  /** Somebody lets it go on beyond its own limits. */
  record Permitted(Permit permit) implements RunEvent {}

  /** Somebody does not let it go on. */
  record Denied(String why) implements RunEvent {}

  /** The time came that {@link Run#wakeAtMs} named. */
  record TimeCame() implements RunEvent {}

  /** Somebody calls it off. */
  record Cancel(String why) implements RunEvent {}
}
