// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.call.FailureKind;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.Amounts;
import dev.millrace.run.CallResult;
import dev.millrace.run.Charge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a call that a run wants. */
public sealed interface PlannedCall {

  /**
   * It can leave.
   *
   * @param name the plan's name of it, or the tool's, or the model's
   * @param worst what it may cost at most, at the dearest of the models it may come to
   * @param lockKey what it shares with calls that it must not overlap; empty if it is free
   * @param follows whether it is to leave after others, whose end must not be undone by a crash
   * @param quote what it may cost at each model; null if it is no model's
   */
  record ToSend(
      OutboundCall call,
      Kind kind,
      String target,
      String name,
      Amounts worst,
      InputBuckets input,
      Duration timeout,
      String lockKey,
      boolean follows,
      @Nullable Quote quote)
      implements PlannedCall {

    ToSend following() {
      return new ToSend(call, kind, target, name, worst, input, timeout, lockKey, true, quote);
    }

    ToSend counting(InputBuckets otherwise) {
      return new ToSend(
          call, kind, target, name, worst, otherwise, timeout, lockKey, follows, quote);
    }

    ToSend instead(OutboundCall other, Amounts costs) {
      return new ToSend(other, kind, target, name, costs, input, timeout, lockKey, follows, quote);
    }
  }

  /**
   * It need not leave, or must not.
   *
   * @param charge what knowing it saved
   */
  record Known(String name, Kind kind, CallResult result, Charge charge) implements PlannedCall {}

  /** Names may be of any length; those in records are not, and no provider takes long ones. */
  static String clipped(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64);
  }

  /** It fails before it leaves. */
  static PlannedCall failed(String name, Kind kind, FailureKind failure, String detail) {
    CallResult failed = CallResult.Failed.of(failure, detail);
    return new Known(name, kind, failed, Charge.NONE);
  }
}
