// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Engine;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.state.Medium;
import dev.millrace.state.Stores;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The pipeline: one sub-topology, keyed by tenant, without a hop through a topic between a request
 * and its result. With exactly-once each hop would cost a commit.
 *
 * <pre>
 * requests ─▶ admit ──┬─▶ advance ─▶ classify ─▶ fan-out ─┬─▶ tools ──┐
 *               │     │     ▲  │                  ▲   │   └─▶ models ─┴─▶ fan-in ─▶ results
 *               │     │     │  └──── next step ───┘   └─ known, refused ─▶  │ └──▶ costs, progress, calls, escalations
 *               │     │     └─── mailbox: calls that came back, timers ◀────┘
 *               │     └ cached, repeated, rejected ─▶ results
 *               └ unreadable ─▶ dead-letters     misplaced ─▶ requests-by-tenant ─▶ admit
 * controls ─▶ control ─▶ advance
 * leases ─▶ hear ─▶ advance ─▶ allot ─┬─▶ fan-out, tools, models
 *                                     └─▶ leases
 * </pre>
 *
 * <p>{@code advance} is the only node that acts by itself: when a call comes back or a time has
 * come it takes the task's mailbox and gives each item to the node whose work it is. The loop from
 * fan-in back to fan-out runs through that mailbox and not through a topic; what is in it is in the
 * stores too.
 */
public final class AgentTopology {
  /**
   * Of what waits Kafka Streams takes the oldest first. Those who wait for a grant would wait for
   * every request that came before it.
   */
  private static final TimestampExtractor FIRST_OF_ALL = (record, before) -> 0;

  private AgentTopology() {}

  /**
   * What a topology is made of.
   *
   * @param definition what new runs begin under
   * @param maker makes those ready that runs were begun under before
   * @param partitions of the request topic, and so of every topic that is read here
   * @param medium where state is kept
   */
  public record Parts(
      Definition definition,
      Definitions.Maker maker,
      Engine engine,
      StreamThreads threads,
      WireFormat wire,
      RunMetrics metrics,
      int partitions,
      Medium medium) {

    /** With state on disk. */
    public Parts(
        Definition definition,
        Definitions.Maker maker,
        Engine engine,
        StreamThreads threads,
        WireFormat wire,
        RunMetrics metrics,
        int partitions) {
      this(definition, maker, engine, threads, wire, metrics, partitions, Medium.DISK);
    }
  }

  public static Topology build(Parts parts) {
    Topology topology = new Topology();
    addTo(topology, parts);
    return topology;
  }

  /** Adds all of it to an empty topology. */
  public static void addTo(Topology topology, Parts parts) {
    Definitions definitions = definitions(parts);
    Stores stores = new Stores(definitions, parts.medium);
    Shared shared =
        Shared.of(definitions, stores, parts.threads, parts.engine.paces(), parts.metrics);
    TopicNames topics = TopicNames.of(parts.definition.pipeline().topics());
    Placement placement = new Placement(parts.partitions);
    Addresses addresses = new Addresses(placement, parts.definition.pipeline().budgets());
    WireFormat wire = parts.wire;

    // What comes in, and what lay in the wrong partition.
    source(topology, Node.REQUESTS, topics.requests(), topics.requestsByTenant());
    source(topology, Node.CONTROLS, topics.controls(), topics.controlsByTenant());

    urgentSource(topology, Node.LEASES, topics.leases());

    // Let in, or told why not.
    node(
        topology,
        Node.ADMIT,
        () -> new AdmitProcessor(shared, Entrance.ofRequests(wire, topics, addresses)),
        Node.REQUESTS);
    node(
        topology,
        Node.CONTROL,
        () -> new ControlProcessor(shared, Entrance.ofControls(wire, topics, addresses)),
        Node.CONTROLS);

    node(topology, Node.HEAR, () -> new HearProcessor(shared, placement), Node.LEASES);

    // Moved on, from whatever side the next event comes.
    node(
        topology,
        Node.ADVANCE,
        () -> new AdvanceProcessor(shared),
        Node.ADMIT,
        Node.CONTROL,
        Node.HEAR);
    node(topology, Node.ALLOT, () -> new AllotProcessor(shared, placement), Node.ADVANCE);

    // Given a route; given its next calls; the calls made; what came back joined.
    node(topology, Node.CLASSIFY, () -> new ClassifyProcessor(shared), Node.ADVANCE);
    node(
        topology,
        Node.FAN_OUT,
        () -> new FanOutProcessor(shared),
        Node.ADVANCE,
        Node.CLASSIFY,
        Node.ALLOT);
    calls(topology, Node.TOOL_CALLS, shared);
    calls(topology, Node.MODEL_CALLS, shared);
    node(
        topology,
        Node.FAN_IN,
        () -> new FanInProcessor(shared),
        Node.ADVANCE,
        Node.CLASSIFY,
        Node.FAN_OUT,
        Node.TOOL_CALLS,
        Node.MODEL_CALLS);

    // What goes out.
    sink(topology, Node.RESULTS, topics.results(), wire.results(), Node.ADMIT, Node.FAN_IN);
    sink(
        topology,
        Node.COSTS,
        topics.costs(),
        wire.costs(),
        Node.ADMIT,
        Node.TOOL_CALLS,
        Node.MODEL_CALLS,
        Node.FAN_IN,
        Node.CONTROL);
    sink(topology, Node.PROGRESS, topics.progress(), wire.progress(), Node.ADVANCE, Node.CONTROL);
    sink(topology, Node.CALLS, topics.calls(), wire.calls(), Node.TOOL_CALLS, Node.MODEL_CALLS);
    sink(topology, Node.ESCALATIONS, topics.escalations(), wire.escalations(), Node.FAN_IN);
    sinkBytes(
        topology, Node.DEAD_LETTERS, topics.deadLetters(), Node.ADMIT, Node.CONTROL, Node.HEAR);
    detour(topology, Node.REQUESTS_BY_TENANT, topics.requestsByTenant(), Node.ADMIT);
    detour(topology, Node.CONTROLS_BY_TENANT, topics.controlsByTenant(), Node.CONTROL);

    topology.addSink(
        Node.LEASES_OUT,
        topics.leases(),
        new ByteArraySerializer(),
        Letter.serializer(),
        Letter.partitioner(),
        Node.ALLOT);

    // What is remembered.
    shared.stores().builders().forEach(store -> store(topology, store));
    store(topology, parts.engine.mailboxes());
  }

  /** Whatever is made ready has places for its calls. */
  private static Definitions definitions(Parts parts) {
    return new Definitions(
        parts.definition,
        pipeline -> {
          parts.engine.makeRoomFor(pipeline);
          return parts.maker.make(pipeline);
        });
  }

  private static void source(Topology topology, String name, String... read) {
    topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), read);
  }

  private static void urgentSource(Topology topology, String name, String topic) {
    AutoOffsetReset asConfigured = null;
    topology.addSource(
        asConfigured,
        name,
        FIRST_OF_ALL,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic);
  }

  private static void calls(Topology topology, String name, Shared shared) {
    node(topology, name, () -> new CallsProcessor(shared), Node.ADVANCE, Node.FAN_OUT, Node.ALLOT);
  }

  private static <KI, VI> void node(
      Topology topology, String name, Made<KI, VI> processor, String... parents) {
    ProcessorSupplier<KI, VI, Object, Object> supplier = processor::make;
    topology.addProcessor(name, supplier, parents);
  }

  private interface Made<KI, VI> {
    Processor<KI, VI, Object, Object> make();
  }

  private static <V> void sink(
      Topology topology, String name, String topic, Serializer<V> values, String... parents) {
    topology.addSink(name, topic, new ByteArraySerializer(), values, parents);
  }

  private static void sinkBytes(Topology topology, String name, String topic, String... parents) {
    sink(topology, name, topic, new ByteArraySerializer(), parents);
  }

  private static void detour(Topology topology, String name, String topic, String parent) {
    topology.addSink(
        name, topic, new ByteArraySerializer(), Detour.serializer(), Detour.partitioner(), parent);
  }

  /** Every processor is of one task and may look at what the task remembers. */
  private static void store(Topology topology, StoreBuilder<? extends StateStore> store) {
    topology.addStateStore(
        store,
        Node.ADMIT,
        Node.CONTROL,
        Node.ADVANCE,
        Node.ALLOT,
        Node.CLASSIFY,
        Node.FAN_OUT,
        Node.TOOL_CALLS,
        Node.MODEL_CALLS,
        Node.FAN_IN);
  }
}
