// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Outcome;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.run.CallId;
import dev.millrace.run.Samples;
import dev.millrace.simulation.Allowance;
import dev.millrace.simulation.Behaviour;
import dev.millrace.simulation.Distribution;
import dev.millrace.simulation.SimulatedModelServer;
import dev.millrace.simulation.SimulatedModelSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places, real HTTP, and a server that takes eight requests at once. */
class RefusingServerTest {
  private static final int AT_ONCE = 8;
  private static final int PLACES = 50;
  private static final int CALLS = 800;
  private static final Lane LANE = new Lane(Kind.MODEL, "provider");
  private static final Seat SEAT = new Seat(LANE, "m", "acme", false, 10, 10);

  /** A call that is to leave, or one that came back. */
  private sealed interface News {}

  private record Turn() implements News {}

  private record Ended(Outcome<ModelResponse> outcome) implements News {}

  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Slots slots =
      new Slots(
          new Slots.Bounds(PLACES, PLACES, PLACES, Map.of(LANE, LaneBounds.inFlight(PLACES))),
          () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  private final Waiting.Caller caller =
      new Waiting.Caller() {
        @Override
        public void mayLeave(CallId id, Seat seat) {
          news.add(new Turn());
        }

        @Override
        public void mustAsk(GrantWanted wanted) {
          throw new AssertionError("no account here is shared");
        }

        @Override
        public void wake() {}
      };

  @Test
  @Timeout(60)
  void isAskedByEightAtOnceAfterTheFirstBurst() throws Exception {
    Behaviour quick =
        new Behaviour(
            Distribution.constant(20),
            Distribution.ZERO,
            Map.of(),
            0,
            1,
            Behaviour.INSTANT.slowMs(),
            Behaviour.INSTANT.hangMs(),
            1);
    SimulatedModelSettings settings =
        SimulatedModelSettings.defaults()
            .withBehaviour(quick)
            .withAllowance(new Allowance(AT_ONCE, Integer.MAX_VALUE));
    try (SimulatedModelServer server = SimulatedModelServer.start(settings);
        HttpModelClient client = client(server)) {
      for (int call = 0; call < CALLS; call++) {
        slots.lineUp(new Waiting(Samples.call(1, 0), SEAT, caller));
      }

      int answered = 0;
      while (answered < CALLS) {
        answered += isAnswer(take(), client) ? 1 : 0;
      }

      assertThat(server.stats().ended("answered")).isEqualTo(CALLS);
      assertThat(server.stats().ended("refused_429"))
          .isBetween((long) PLACES - AT_ONCE, PLACES - AT_ONCE + CALLS / 10L);
      assertThat(slots.places(LANE, "m")).isBetween(AT_ONCE - 2, AT_ONCE + 2);
    }
  }

  /** The next that happens; it may be that the time has come for those who were told to wait. */
  private News take() throws InterruptedException {
    News next = null;
    while (next == null) {
      slots.letGo();
      next = news.poll(Math.min(1_000, slots.opensInMs()), TimeUnit.MILLISECONDS);
    }
    return next;
  }

  private boolean isAnswer(News next, HttpModelClient client) {
    if (next instanceof Turn) {
      var unused = client.send(request()).thenAccept(outcome -> news.add(new Ended(outcome)));
      return false;
    }
    Outcome<ModelResponse> outcome = ((Ended) next).outcome();
    boolean answered = outcome instanceof Outcome.Succeeded<ModelResponse>;
    slots.give(SEAT, outcome);
    if (!answered) {
      slots.lineUp(new Waiting(Samples.call(1, 0), SEAT, caller));
    }
    return answered;
  }

  private static HttpModelClient client(SimulatedModelServer server) {
    return new HttpModelClient(
        HttpModelSettings.of("simulated", server.apiUrl().toString(), () -> ""),
        new OpenAiChat(),
        InstantSource.system());
  }

  private static ModelRequest request() {
    List<Message> messages = List.of(new UserMessage("hello"));
    return new ModelRequest("c", "m", messages, List.of(), 16, null, null, Duration.ofSeconds(20));
  }
}
