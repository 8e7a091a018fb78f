// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.kafka.Intake;
import dev.millrace.pipeline.Limits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Provider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the tasks of one instance share to make calls: the places for those under way. */
public final class Engine {
  private static final int MOST_EMBEDDINGS = 256;

  private final Slots slots;
  private final ModelPaces paces = new ModelPaces();

  /**
   * Places for the calls of a pipeline, all of them free.
   *
   * @param clock in milliseconds, which may begin anywhere but does not go back: no wall clock
   */
  public Engine(Pipeline pipeline, LongSupplier clock) {
    this.slots = new Slots(bounds(pipeline), clock);
  }

  private static Slots.Bounds bounds(Pipeline pipeline) {
    Limits limits = pipeline.limits();
    return new Slots.Bounds(
        limits.maxInFlight(),
        limits.maxInFlightPerTenant(),
        limits.maxInFlightBackground(),
        lanes(pipeline));
  }

  private static Map<Lane, LaneBounds> lanes(Pipeline pipeline) {
    Map<Lane, LaneBounds> lanes = new HashMap<>();
    pipeline.providers().forEach((name, each) -> lanes.put(new Lane(Kind.MODEL, name), of(each)));
    pipeline
        .tools()
        .forEach(
            (name, each) ->
                lanes.put(new Lane(Kind.TOOL, name), LaneBounds.inFlight(each.maxInFlight())));
    lanes.put(Lane.EMBEDDER, LaneBounds.inFlight(MOST_EMBEDDINGS));
    return lanes;
  }

  private static LaneBounds of(Provider provider) {
    return new LaneBounds(provider.maxInFlight(), provider.limits());
  }

  /**
   * Bounds what an older definition's tools and providers may use, where the current one knows none
   * of that name. Nobody grants what it says is shared: each instance has it for itself.
   */
  public void makeRoomFor(Pipeline older) {
    lanes(older).forEach((lane, bounds) -> slots.addLane(lane, bounds.unshared()));
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
