// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.kafka.Intake;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.run.RunFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the tasks of one instance share to make calls: the way out, and the places. */
public final class Engine {
  private static final int MOST_EMBEDDINGS = 256;

  private final Pipeline pipeline;
  private final CallTransport transport;
  private final Slots slots;

  public Engine(Pipeline pipeline, CallTransport transport) {
    this.pipeline = pipeline;
    this.transport = transport;
    this.slots = new Slots(bounds(pipeline));
  }

  private static Slots.Bounds bounds(Pipeline pipeline) {
    Limits limits = pipeline.limits();
    return new Slots.Bounds(
        limits.maxInFlight(),
        limits.maxInFlightPerTenant(),
        limits.maxInFlightBackground(),
        places(pipeline));
  }

  private static Map<Lane, Integer> places(Pipeline pipeline) {
    Map<Lane, Integer> places = new HashMap<>();
    pipeline
        .providers()
        .forEach((name, each) -> places.put(new Lane(Kind.MODEL, name), each.maxInFlight()));
    pipeline
        .tools()
        .forEach((name, each) -> places.put(new Lane(Kind.TOOL, name), each.maxInFlight()));
    places.put(embeddings(), MOST_EMBEDDINGS);
    return places;
  }

  private static Lane embeddings() {
    return new Lane(Kind.EMBEDDING, "embedder");
  }

  /** Whose places a call takes. */
  public Seat seat(PendingCall call, RunFacts run) {
    return new Seat(lane(call), call.tenant(), run.background());
  }

  private Lane lane(PendingCall call) {
    return switch (call.kind()) {
      case TOOL -> new Lane(Kind.TOOL, call.target());
      case EMBEDDING -> embeddings();
      case MODEL -> {
        ModelConfig model =
            Objects.requireNonNull(pipeline.models().get(call.target()), call.target());
        yield new Lane(Kind.MODEL, model.provider());
      }
    };
  }

  /** Whether more requests can be taken in. */
  public Intake intake() {
    return slots;
  }

  public Slots slots() {
    return slots;
  }

  /** The mailbox of each task, as Kafka Streams builds stores. */
  public StoreBuilder<Mailbox> mailboxes() {
    return new MailboxBuilder(() -> new Mailbox(transport, slots));
  }
}
