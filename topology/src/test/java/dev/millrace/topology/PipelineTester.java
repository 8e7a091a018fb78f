// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.Definition;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.Engine;
import dev.millrace.engine.Mailbox;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.WindowBudget;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Route;
import dev.millrace.prompt.ToolGate;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.route.Example;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.RouteClassifier;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.DefinitionRecord;
import dev.millrace.serde.AvroSerde;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.state.LeaseCodec;
import dev.millrace.state.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology in virtual time, with a transport that the test answers for. */
final class PipelineTester implements AutoCloseable {
  static final String TENANT = "acme";
  private static final SchemaRegistry REGISTRY = SchemaRegistry.inMemory();
  static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  final ScriptedTransport transport = new ScriptedTransport();
  final TopicNames topics;

  private final Pipeline pipeline;
  private final CallTransport way;
  private final int partitions;
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> requests;
  private final TestInputTopic<byte[], byte[]> controls;
  private final TestInputTopic<byte[], byte[]> leases;
  private final TestOutputTopic<byte[], byte[]> results;
  private final TestOutputTopic<byte[], byte[]> costs;
  private final List<CostEvent> allCosts = new ArrayList<>();
  private Instant now;

  PipelineTester(Pipelines pipelines, Path stateDir) {
    this(pipelines, stateDir, 1);
  }

  PipelineTester(Pipelines pipelines, Path stateDir, int partitions) {
    this(pipelines, stateDir, partitions, START);
  }

  PipelineTester(Pipeline pipeline, Path stateDir) {
    this(pipeline, stateDir, 1, START);
  }

  private PipelineTester(Pipelines pipelines, Path stateDir, int partitions, Instant now) {
    this(pipelines.build(), stateDir, partitions, now);
  }

  private PipelineTester(Pipeline pipeline, Path stateDir, int partitions, Instant now) {
    this(pipeline, stateDir, partitions, now, false);
  }

  /** With a breaker before each model, as in an instance. */
  static PipelineTester withBreakers(Pipelines pipelines, Path stateDir) {
    return new PipelineTester(pipelines.build(), stateDir, 1, START, true);
  }

  private PipelineTester(
      Pipeline pipeline, Path stateDir, int partitions, Instant now, boolean breaking) {
    this.now = now;
    this.pipeline = pipeline;
    this.partitions = partitions;
    this.way = breaking ? new BreakingTransport(pipeline, transport, this::nanoTime) : transport;
    this.topics = TopicNames.of(pipeline.topics());
    this.driver = new TopologyTestDriver(topology(partitions), config(stateDir), now);
    this.requests = driver.createInputTopic(topics.requests(), bytes(), bytes());
    this.controls = driver.createInputTopic(topics.controls(), bytes(), bytes());
    this.leases = driver.createInputTopic(topics.leases(), bytes(), bytes());
    this.results = output(topics.results());
    this.costs = output(topics.costs());
  }

  /**
   * Another instance with another pipeline file, which finds what this one has stored: the way of
   * every restart. Calls under way are lost with this one.
   */
  PipelineTester restart(Pipelines changed, Path otherStateDir) {
    return restart(changed.build(), otherStateDir);
  }

  PipelineTester restart(Pipeline changed, Path otherStateDir) {
    PipelineTester next = new PipelineTester(changed, otherStateDir, partitions, now);
    next.allCosts.addAll(costs());
    driver.getAllStateStores().keySet().forEach(store -> copy(store, next));
    driver.close();
    return next;
  }

  private void copy(String store, PipelineTester next) {
    WindowStore<Object, Object> expiring = driver.getWindowStore(store);
    if (expiring != null) {
      WindowStore<Object, Object> to = next.driver.getWindowStore(store);
      try (KeyValueIterator<Windowed<Object>, Object> all = expiring.all()) {
        all.forEachRemaining(
            entry -> to.put(entry.key.key(), entry.value, entry.key.window().start()));
      }
    } else if (!store.equals(Mailbox.NAME)) {
      KeyValueStore<Object, Object> to = next.written(store);
      try (KeyValueIterator<Object, Object> all = written(store).all()) {
        all.forEachRemaining(entry -> to.put(entry.key, entry.value));
      }
    }
  }

  /** What lies below one of our stores: all that is left of it after a restart. */
  private KeyValueStore<Object, Object> written(String name) {
    WrappedStateStore<KeyValueStore<Object, Object>, Object, Object> ours = store(name);
    return ours.wrapped();
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Serializer<byte[]> bytes() {
    return new ByteArraySerializer();
  }

  static Topology topology(Pipeline pipeline, CallTransport transport, int partitions) {
    return topology(pipeline, transport, partitions, () -> 0);
  }

  private static Topology topology(
      Pipeline pipeline, CallTransport transport, int partitions, LongSupplier clock) {
    return AgentTopology.build(
        new AgentTopology.Parts(
            definition(pipeline, transport),
            older -> definition(older, transport),
            new Engine(pipeline, clock),
            new StreamThreads(Duration.ZERO),
            WireFormat.of(pipeline.topics().format(), REGISTRY),
            new RunMetrics(new SimpleMeterRegistry()),
            partitions));
  }

  private static Definition definition(Pipeline pipeline, CallTransport transport) {
    RouteClassifier classifier =
        RouteClassifier.of(pipeline.routes(), pipeline.classifier(), examples(pipeline));
    ToolGate gate =
        (tool, arguments) ->
            arguments.startsWith("{") ? Optional.empty() : Optional.of("It is no object.");
    return new Definition(pipeline, () -> classifier, gate, transport);
  }

  private static ExampleIndex examples(Pipeline pipeline) {
    if (!pipeline.comparesExamples()) {
      return ExampleIndex.EMPTY;
    }
    List<Example> examples = new ArrayList<>();
    for (Route route : pipeline.routes().values()) {
      for (String text : route.examples()) {
        examples.add(new Example(route.name(), ScriptedTransport.vector(text)));
      }
    }
    return ExampleIndex.of(examples);
  }

  private Topology topology(int partitions) {
    return topology(pipeline, way, partitions, () -> Duration.between(START, now).toMillis());
  }

  private long nanoTime() {
    return Duration.between(START, now).toNanos();
  }

  private static <T extends SpecificRecord> byte[] encode(Class<T> type, T value) {
    return AvroSerde.of(type, REGISTRY).serializer().serialize(type.getSimpleName(), value);
  }

  private static Properties config(Path stateDir) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    return config;
  }

  // What a test says.

  static Request ask(String id, String input) {
    return Request.newBuilder()
        .setRequestId(id)
        .setTenant(TENANT)
        .setUser("ann")
        .setInput(input)
        .setAttributes(Map.of("id", "O-1"))
        .build();
  }

  void request(String id, String input) {
    request(ask(id, input));
  }

  void request(Request request) {
    request(request.getTenant(), request);
  }

  void request(String key, Request request) {
    request(key, encode(Request.class, request));
  }

  void request(String key, byte[] value) {
    requests.pipeInput(key.getBytes(StandardCharsets.UTF_8), value, now);
    turn();
  }

  void cancel(String requestId, String tenant) {
    ControlEvent event =
        ControlEvent.newBuilder()
            .setTenant(tenant)
            .setKind("cancel")
            .setRequestId(requestId)
            .setReason("not needed")
            .build();
    control(event);
  }

  void control(ControlEvent event) {
    byte[] value = encode(ControlEvent.class, event);
    controls.pipeInput(event.getTenant().getBytes(StandardCharsets.UTF_8), value, now);
    turn();
  }

  /** Another partition tells this one something. */
  void tell(LeaseMessage message) {
    tell(LeaseCodec.messages().serializer().serialize("", message));
  }

  void tell(byte[] message) {
    leases.pipeInput(new byte[0], message, now);
    turn();
  }

  /** What this partition has told others, and was not looked at before. */
  List<LeaseMessage> told() {
    return output(topics.leases()).readValuesToList().stream()
        .map(value -> LeaseCodec.messages().deserializer().deserialize("", value))
        .toList();
  }

  /** What was said of where runs are, and not looked at before. */
  List<ProgressEvent> progress() {
    return output(topics.progress()).readValuesToList().stream()
        .map(value -> decode(ProgressEvent.class, value))
        .toList();
  }

  /** Lets the mailbox be emptied. */
  void turn() {
    pass(Duration.ofMillis(1));
  }

  void pass(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
  }

  Result takeResult() {
    assertThat(results.isEmpty()).as("no result").isFalse();
    return takeResultRecord(record -> {});
  }

  Result takeResultRecord(Consumer<TestRecord<byte[], byte[]>> check) {
    TestRecord<byte[], byte[]> record = results.readRecord();
    check.accept(record);
    return decode(Result.class, record.value());
  }

  void assertNoResult() {
    assertThat(results.isEmpty()).as("no result yet").isTrue();
  }

  List<CostEvent> costs() {
    costs.readValuesToList().forEach(value -> allCosts.add(decode(CostEvent.class, value)));
    return List.copyOf(allCosts);
  }

  List<CallRecord> calls() {
    return output(topics.calls()).readValuesToList().stream()
        .map(value -> decode(CallRecord.class, value))
        .toList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return output(topics.deadLetters()).readRecordsToList();
  }

  /** What people were told, and was not looked at before. */
  List<Escalation> escalations() {
    return output(topics.escalations()).readValuesToList().stream()
        .map(value -> decode(Escalation.class, value))
        .toList();
  }

  /** Spent and reserved of a tenant today, as the ledger has it. */
  Budget tenantDay(String tenant) {
    return budget("tenant/" + tenant, BudgetWindow.DAY);
  }

  /** What the latest window of an account has. */
  Budget budget(String account, BudgetWindow window) {
    WindowBudget latest = Stores.budgets(this::store).get(account).latest(window);
    return latest == null ? Budget.EMPTY : latest.budget();
  }

  long liveRuns() {
    return Stores.runs(this::store).count();
  }

  /** The texts of definitions that are stored, by identity. */
  Map<String, String> definitions() {
    Map<String, String> texts = new TreeMap<>();
    try (KeyValueIterator<Object, Object> all = written(Stores.DEFINITIONS).all()) {
      all.forEachRemaining(
          kept -> texts.put((String) kept.key, ((DefinitionRecord) kept.value).getText()));
    }
    return texts;
  }

  /** What was written to the changelog of a store and not looked at before. */
  List<TestRecord<byte[], byte[]>> changelog(String store) {
    return output("test-" + store + "-changelog").readRecordsToList();
  }

  /** All that left this instance for any topic, and was not looked at before. */
  List<TestRecord<byte[], byte[]>> everythingWritten() {
    costs();
    return driver.producedTopicNames().stream()
        .flatMap(topic -> output(topic).readRecordsToList().stream())
        .toList();
  }

  int promisedCalls() {
    return Stores.pendingCalls(this::store).all().size();
  }

  /** No run, no promise and no reservation is left, and the ledger says what the events say. */
  void assertNothingIsLeftBehind() {
    assertThat(liveRuns()).isZero();
    assertThat(promisedCalls()).isZero();
    Budget split = budget("shards/tenant/" + TENANT, BudgetWindow.DAY);
    assertThat(tenantDay(TENANT).reserved()).isEqualTo(Amounts.NONE);
    assertThat(split.reserved()).isEqualTo(Amounts.NONE);
    long told =
        costs().stream()
            .filter(cost -> cost.getTenant().equals(TENANT))
            .filter(cost -> !cost.getKind().equals("saved"))
            .mapToLong(CostEvent::getAmountNanos)
            .sum();
    assertThat(tenantDay(TENANT).spent().moneyNanos() + split.spent().moneyNanos()).isEqualTo(told);
  }

  // The driver knows stores by name only.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <S extends StateStore> S store(String name) {
    return (S) driver.getStateStore(name);
  }

  private static <T extends SpecificRecord> T decode(Class<T> type, byte[] value) {
    return RecordDecoder.of(type, REGISTRY).decode(value);
  }

  @Override
  public void close() {
    driver.close();
  }
}
