// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.http.Health;
import dev.millrace.runtime.AgentApplication;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;

/** The one application of this process, for those who ask how it is before it is there. */
final class Instance {

  private final AtomicReference<@Nullable AgentApplication> started = new AtomicReference<>();

  void started(AgentApplication application) {
    started.set(application);
  }

  Health health() {
    AgentApplication application = started.get();
    return application == null
        ? new Health("STARTING", true, false)
        : health(application.state(), application.isReady());
  }

  /** An application that is being restored or rebalanced is well: it must not be restarted. */
  static Health health(State state, boolean ready) {
    boolean alive =
        switch (state) {
          case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> true;
          case ERROR, PENDING_ERROR, NOT_RUNNING -> false;
        };
    return new Health(state.name(), alive, ready && state == State.RUNNING);
  }
}
