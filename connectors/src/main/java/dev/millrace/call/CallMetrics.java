// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;

/** What is measured of trips to the outside: counts and times, and never what was said. */
public interface CallMetrics {

  /** Measures nothing. */
  CallMetrics NONE =
      new CallMetrics() {
        @Override
        public void modelAnswered(String provider, String model, Outcome<?> outcome) {}

        @Override
        public void modelAbandoned(String provider, String model, Duration after) {}

        @Override
        public void modelRefused(String provider, String model) {}

        @Override
        public void replicaAnswered(
            String provider, String model, String replica, Outcome<?> outcome) {}

        @Override
        public void replicaAbandoned(String provider, String model, String replica) {}

        @Override
        public void breakerTurned(String provider, String model, BreakerState state) {}

        @Override
        public void toolAnswered(String tool, Outcome<?> outcome) {}

        @Override
        public void toolAbandoned(String tool, Duration after) {}
      };

  /** An attempt at a model came to its end, good or bad. */
  void modelAnswered(String provider, String model, Outcome<?> outcome);

  /** An attempt at a model was cancelled, or broke on a bug of ours. */
  void modelAbandoned(String provider, String model, Duration after);

  /** A breaker was open: an attempt at a model was not made. */
  void modelRefused(String provider, String model);

  /** An attempt that was one of several like servers' came to its end, good or bad. */
  void replicaAnswered(String provider, String model, String replica, Outcome<?> outcome);

  /** An attempt that was one of several like servers' was cancelled, or broke on a bug of ours. */
  void replicaAbandoned(String provider, String model, String replica);

  /** The breaker of a model is in another state, or new. */
  void breakerTurned(String provider, String model, BreakerState state);

  /** An attempt at a tool came to its end, good or bad. */
  void toolAnswered(String tool, Outcome<?> outcome);

  /** An attempt at a tool was cancelled, or broke on a bug of ours. */
  void toolAbandoned(String tool, Duration after);
}
