// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.kafka.Intake;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.Pipeline;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the tasks of one instance share to make calls: the places for those under way. */
public final class Engine {
  private static final int MOST_EMBEDDINGS = 256;

  private final Slots slots;
  private final ModelPaces paces = new ModelPaces();

  public Engine(Pipeline pipeline) {
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
    places.put(Lane.EMBEDDER, MOST_EMBEDDINGS);
    return places;
  }

  /**
   * Bounds what an older definition's tools and providers may have under way, where the current one
   * knows none of that name.
   */
  public void makeRoomFor(Pipeline older) {
    places(older).forEach(slots::addLane);
  }

  /** Whether more requests can be taken in. */
  public Intake intake() {
    return slots;
  }

  public Slots slots() {
    return slots;
  }

  /** How long calls of models take of late. */
  public ModelPaces paces() {
    return paces;
  }

  /** The mailbox of each task, as Kafka Streams builds stores. */
  public StoreBuilder<Mailbox> mailboxes() {
    return new MailboxBuilder(() -> new Mailbox(slots));
  }
}
