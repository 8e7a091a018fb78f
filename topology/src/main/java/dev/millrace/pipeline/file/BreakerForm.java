// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.millrace.model.BreakerSettings;
import java.time.Duration;

/** {@code providers.NAME.breaker}. */
final class BreakerForm extends Form<BreakerSettings> {
  private static final BreakerSettings USUAL = BreakerSettings.DEFAULT;

  private final Key<Integer> window = key("window", Numbers.whole(1, 1_000), USUAL.window());
  private final Key<Double> failures = key("failures", Numbers.decimal(0, 1), USUAL.failures());
  private final Key<Integer> atLeast = key("at_least", Numbers.whole(1, 1_000), USUAL.atLeast());
  private final Key<Duration> open =
      key("open", Quantities.duration(ofMillis(1), ofHours(1)), USUAL.open());

  @Override
  void check(Entries entries) {
    Integer most = entries.find(window);
    Integer least = entries.find(atLeast);
    if (most == null || least == null || least <= most) {
      return;
    }
    if (entries.has(atLeast)) {
      String message = least + " is more than window, " + most;
      entries.at(atLeast).mistake(message, "write at most " + most + ", or a larger window");
    } else {
      String message = most + " is less than at_least, " + least;
      String mend = "write at_least too, " + most + " or less, or a larger window";
      entries.at(window).mistake(message, mend);
    }
  }

  @Override
  BreakerSettings build(Entries entries) {
    return new BreakerSettings(
        entries.get(window), entries.get(failures), entries.get(atLeast), entries.get(open));
  }
}
