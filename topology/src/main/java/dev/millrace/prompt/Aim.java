// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Trim;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes, and how much of it.
 *
 * @param first the model that is asked first, and whose fallbacks stand in for it; null for the one
 *     that the call is for
 * @param target the tool or model it goes to now, a fallback perhaps; null for the first
 * @param trim what is made smaller of it
 */
public record Aim(@Nullable String first, @Nullable String target, Trim trim) {
  /** The call as its route says. */
  public static final Aim NONE = new Aim(null, null, Trim.NONE);

  /** As it was promised. */
  public static Aim of(PendingCall call) {
    return new Aim(call.firstTarget(), call.target(), call.trim());
  }

  /** The same call as its route says, at another target. */
  public static Aim at(String target) {
    return new Aim(null, target, Trim.NONE);
  }

  Aim elsewhere(String other) {
    return new Aim(first, other, trim);
  }

  String first(String model) {
    return first == null ? model : first;
  }

  String target(String model) {
    return target == null ? first(model) : target;
  }
}
