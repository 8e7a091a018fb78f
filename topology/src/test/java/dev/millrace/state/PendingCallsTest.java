// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.PendingCall;
import dev.millrace.ledger.Amounts;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.run.Samples;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.state.WriteBehindStore.Form;
import dev.millrace.state.WriteBehindStore.Keeps;
import dev.millrace.topology.TestPipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingCallsTest {
  private static final Run RUN = Classifying.byExamples(Samples.facts());

  @TempDir private Path stateDir;
  private KeyValueStore<RunId, RunRecord> runRecords;
  private KeyValueStore<CallId, PendingCallRecord> callRecords;
  private WriteBehindStore<RunId, RunRecord, LiveRun> runStore;
  private WriteBehindStore<CallId, PendingCallRecord, PendingCall> callStore;
  private LiveRuns runs;
  private PendingCalls calls;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void open() {
    runRecords = below("runs", CallKeys.runs(), RunCodec.records());
    callRecords = below("calls", CallKeys.calls(), PendingCallCodec.records());
    runStore = behind(runRecords, RunCodec.form(run -> TestPipelines.shop()), id -> id);
    callStore = behind(callRecords, PendingCallCodec.FORM, CallId::run);
    runs = new LiveRuns(runStore, () -> {});
    calls = new PendingCalls(runs, callStore);
  }

  private static <K, V> KeyValueStore<K, V> below(String name, Serde<K> keys, Serde<V> values) {
    return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
            org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name), keys, values)
        .withLoggingDisabled()
        .withCachingDisabled()
        .build();
  }

  private <K extends Comparable<K>, S, V> WriteBehindStore<K, S, V> behind(
      KeyValueStore<K, S> below, Form<K, S, V> form, Function<K, ?> familyOf) {
    WriteBehindStore<K, S, V> store =
        new WriteBehindStore<>(below, form, Keeps.EVERYTHING, familyOf);
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    var context = new MockProcessorContext<>(config, new TaskId(0, 0), stateDir.toFile());
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  @AfterEach
  void close() {
    runStore.close();
    callStore.close();
  }

  @Test
  void aCallAfterTheOtherIsWrittenWithTheRunAndNowhereElse() {
    runs.put(RUN);
    calls.put(promise(1, 0));
    commit();
    calls.delete(Samples.call(1, 0));
    calls.put(promise(2, 0));
    runs.put(RUN);
    commit();

    assertThat(calls.get(Samples.call(1, 0))).isNull();
    assertThat(calls.get(Samples.call(2, 0))).isEqualTo(promise(2, 0));
    assertThat(keys(callRecords)).isEmpty();
    assertThat(runRecords.get(Samples.RUN).getPromised()).hasSize(1);
  }

  @Test
  void whereMoreFlyTogetherTheOthersHaveRecordsOfTheirOwn() {
    runs.put(RUN);
    for (int index = 0; index < 6; index++) {
      calls.put(promise(1, index));
    }
    commit();

    assertThat(runRecords.get(Samples.RUN).getPromised()).hasSize(4);
    assertThat(keys(callRecords)).containsExactly(Samples.call(1, 4), Samples.call(1, 5));
    assertThat(calls.all()).extracting(call -> call.id().index()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void aPromiseStaysWhereItIs() {
    runs.put(RUN);
    for (int index = 0; index < 5; index++) {
      calls.put(promise(1, index));
    }
    calls.delete(Samples.call(1, 0));

    PendingCall again = promise(1, 4).again(9_000);
    calls.put(again);
    commit();

    assertThat(keys(callRecords)).containsExactly(Samples.call(1, 4));
    assertThat(calls.get(Samples.call(1, 4))).isEqualTo(again);
    assertThat(calls.all()).as("none stands there twice").hasSize(4);

    calls.delete(Samples.call(1, 4));
    commit();
    assertThat(keys(callRecords)).isEmpty();
  }

  @Test
  void allAreThereAgainAfterAStart() {
    runs.put(RUN);
    for (int index = 0; index < 6; index++) {
      calls.put(promise(1, index));
    }
    commit();
    List<PendingCall> before = calls.all();

    runStore.clearCache();
    callStore.clearCache();

    assertThat(calls.all()).isEqualTo(before);
  }

  @Test
  void whatWasPromisedToARunGoesWithIt() {
    runs.put(RUN);
    calls.put(promise(1, 0));
    commit();
    runs.delete(Samples.RUN);
    commit();

    assertThat(calls.get(Samples.call(1, 0))).isNull();
    assertThat(calls.all()).isEmpty();
  }

  private void commit() {
    runStore.flushCache();
    callStore.flushCache();
  }

  private static PendingCall promise(int step, int index) {
    return PendingCall.first(
        new CallSpec(Samples.call(step, index), new CallSpec.Node("look")),
        "acme",
        PendingCall.Kind.TOOL,
        "look",
        InputBuckets.NONE,
        Amounts.NONE,
        0,
        false,
        "",
        1_000);
  }

  private static List<CallId> keys(KeyValueStore<CallId, PendingCallRecord> store) {
    List<CallId> keys = new ArrayList<>();
    try (KeyValueIterator<CallId, PendingCallRecord> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<CallId, PendingCallRecord> entry = all.next();
        keys.add(entry.key);
      }
    }
    return keys;
  }
}
