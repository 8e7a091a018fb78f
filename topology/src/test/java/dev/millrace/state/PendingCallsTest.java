// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static dev.millrace.state.StoresBelow.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Trim;
import dev.millrace.ledger.Hold;
import dev.millrace.run.CallId;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Classifying;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.run.Samples;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.topology.TestPipelines;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingCallsTest {
  private static final Run RUN = Classifying.byExamples(Samples.facts());

  @TempDir private Path stateDir;
  private StoresBelow below;
  private KeyValueStore<RunId, RunRecord> runRecords;
  private KeyValueStore<CallId, PendingCallRecord> callRecords;
  private LiveRuns runs;
  private PendingCalls calls;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void open() {
    below = new StoresBelow(stateDir);
    runRecords = StoresBelow.below("runs", CallKeys.runs(), RunCodec.records());
    callRecords = StoresBelow.below("calls", CallKeys.calls(), PendingCallCodec.records());
    runs =
        new LiveRuns(
            below.behind(runRecords, RunCodec.form(run -> TestPipelines.shop()), id -> id),
            () -> {});
    calls = new PendingCalls(runs, below.behind(callRecords, PendingCallCodec.FORM, CallId::run));
  }

  @AfterEach
  void close() {
    below.close();
  }

  @Test
  void aCallAfterTheOtherIsWrittenWithTheRunAndNowhereElse() {
    runs.put(RUN);
    calls.put(promise(1, 0));
    below.commit();
    calls.delete(Samples.call(1, 0));
    calls.put(promise(2, 0));
    runs.put(RUN);
    below.commit();

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
    below.commit();

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
    below.commit();

    assertThat(keys(callRecords)).containsExactly(Samples.call(1, 4));
    assertThat(calls.get(Samples.call(1, 4))).isEqualTo(again);
    assertThat(calls.all()).as("none stands there twice").hasSize(4);

    calls.delete(Samples.call(1, 4));
    below.commit();
    assertThat(keys(callRecords)).isEmpty();
  }

  @Test
  void allAreThereAgainAfterAStart() {
    runs.put(RUN);
    for (int index = 0; index < 6; index++) {
      calls.put(promise(1, index));
    }
    below.commit();
    List<PendingCall> before = calls.all();

    below.restart();

    assertThat(calls.all()).isEqualTo(before);
  }

  @Test
  void whatWasPromisedToARunGoesWithIt() {
    runs.put(RUN);
    calls.put(promise(1, 0));
    below.commit();
    runs.delete(Samples.RUN);
    below.commit();

    assertThat(calls.get(Samples.call(1, 0))).isNull();
    assertThat(calls.all()).isEmpty();
  }

  private static PendingCall promise(int step, int index) {
    return PendingCall.first(
        new CallSpec(Samples.call(step, index), new CallSpec.Node("look")),
        "acme",
        PendingCall.Kind.TOOL,
        "look",
        InputBuckets.NONE,
        Hold.NOTHING,
        false,
        "",
        Trim.NONE,
        "",
        1_000);
  }
}
