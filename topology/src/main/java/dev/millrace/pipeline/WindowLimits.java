// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent in one scope, window by window. A window that is named without a limit is kept
 * account of all the same.
 */
public record WindowLimits(Map<BudgetWindow, BudgetLimits> windows) {
  public static final WindowLimits NONE = new WindowLimits(Map.of());

  public WindowLimits {
    EnumMap<BudgetWindow, BudgetLimits> ordered = new EnumMap<>(BudgetWindow.class);
    ordered.putAll(windows);
    windows = Collections.unmodifiableMap(ordered);
  }

  public static WindowLimits of(BudgetWindow window, BudgetLimits limits) {
    return new WindowLimits(Map.of(window, limits));
  }

  /** Null if no account is kept of this window. */
  public @Nullable BudgetLimits in(BudgetWindow window) {
    return windows.get(window);
  }

  public boolean isEmpty() {
    return windows.isEmpty();
  }

  /** Nothing of all that they limit. */
  public WindowLimits nothing() {
    EnumMap<BudgetWindow, BudgetLimits> none = new EnumMap<>(BudgetWindow.class);
    windows.forEach((window, limits) -> none.put(window, limits.nothing()));
    return new WindowLimits(none);
  }

  /** These limits, and the other's where these have none. */
  public WindowLimits orElse(WindowLimits other) {
    EnumMap<BudgetWindow, BudgetLimits> merged = new EnumMap<>(BudgetWindow.class);
    merged.putAll(other.windows);
    windows.forEach(
        (window, own) -> merged.merge(window, own, (theirs, ours) -> ours.orElse(theirs)));
    return new WindowLimits(merged);
  }
}
