// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static dev.millrace.state.StoresBelow.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.definition.Definition;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.RunView;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.CallId;
import dev.millrace.run.Classifying;
import dev.millrace.run.Part;
import dev.millrace.run.Run;
import dev.millrace.run.RunId;
import dev.millrace.run.Samples;
import dev.millrace.schemas.stored.PartRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.topology.TestPipelines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  private static final Run RUN = Classifying.byExamples(Samples.facts());
  private static final Inquiry SHORT = inquiry("where is my parcel");
  private static final Inquiry LONG = inquiry("parcel ".repeat(1_000));

  @TempDir private Path stateDir;
  private StoresBelow below;
  private KeyValueStore<RunId, RunRecord> runRecords;
  private KeyValueStore<RunId, Inquiry> inquiryRecords;
  private KeyValueStore<CallId, PartRecord> partRecords;
  private RunStore runs;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void open() {
    below = new StoresBelow(stateDir);
    runRecords = StoresBelow.below("runs", CallKeys.runs(), RunCodec.records());
    inquiryRecords = StoresBelow.below("inquiries", CallKeys.runs(), InquiryCodec.inquiries());
    partRecords = StoresBelow.below("parts", CallKeys.calls(), PartCodec.records());
    Pipeline pipeline = TestPipelines.shop();
    DefinitionStore definitions =
        below.open(
            new DefinitionStore(
                StoresBelow.below("definitions", Serdes.String(), Stores.definitionTexts()),
                new Definitions(definition(pipeline), RunStoreTest::definition)));
    runs =
        new RunStore(
            new LiveRuns(
                below.behind(runRecords, RunCodec.form(run -> pipeline), id -> id),
                definitions::hold),
            below.behind(inquiryRecords, WriteBehindStore.Form.asItIs(), id -> id),
            below.behind(partRecords, PartCodec.FORM, CallId::run),
            definitions);
  }

  private static Definition definition(Pipeline pipeline) {
    RouteClassifier classifier =
        RouteClassifier.of(pipeline.routes(), pipeline.classifier(), ExampleIndex.EMPTY);
    return new Definition(
        pipeline,
        () -> classifier,
        (tool, arguments) -> Optional.empty(),
        (OutboundCall call) -> new CompletableFuture<>());
  }

  @AfterEach
  void close() {
    below.close();
  }

  @Test
  void whatIsShortIsWrittenWithTheRunAndNowhereElse() {
    runs.begin(RUN, SHORT);
    runs.keep(part(1, "sent"));
    below.commit();

    assertThat(keys(inquiryRecords)).isEmpty();
    assertThat(keys(partRecords)).isEmpty();
    assertThat(runRecords.get(Samples.RUN).getParts()).hasSize(1);
    assertThat(runs.view(RUN)).isEqualTo(new RunView(RUN, SHORT, List.of(part(1, "sent"))));
  }

  @Test
  void whatIsLongHasARecordOfItsOwnAndIsWrittenOnce() {
    runs.begin(RUN, LONG);
    runs.keep(part(1, "x".repeat(2_000)));
    below.commit();

    assertThat(keys(inquiryRecords)).containsExactly(Samples.RUN);
    assertThat(keys(partRecords)).containsExactly(Samples.call(1, 0));
    RunRecord stored = runRecords.get(Samples.RUN);
    assertThat(stored.getInquiry()).isNull();
    assertThat(stored.getParts()).isEmpty();
    assertThat(runs.inquiry(Samples.RUN)).isEqualTo(LONG);
  }

  @Test
  void partsComeInOrderOfTheirCallsWhereverTheyLie() {
    List<Part> parts = List.of(part(1, "x".repeat(600)), part(2, "x".repeat(2_000)), part(3, "in"));
    runs.begin(RUN, SHORT);
    runs.keep(parts.get(1));
    runs.keep(parts.get(2));
    runs.keep(parts.get(0));
    below.commit();

    assertThat(keys(partRecords)).containsExactly(Samples.call(2, 0));
    assertThat(runs.view(RUN).parts()).isEqualTo(parts);

    below.restart();
    assertThat(runs.view(RUN)).isEqualTo(new RunView(RUN, SHORT, parts));
  }

  @Test
  void manyShortOnesAreNotShort() {
    runs.begin(RUN, SHORT);
    for (int step = 1; step <= 50; step++) {
      runs.keep(part(step, "a line of some length"));
    }
    below.commit();

    int withTheRun = runRecords.get(Samples.RUN).getParts().size();
    assertThat(withTheRun).isBetween(5, 30);
    assertThat(keys(partRecords)).hasSize(50 - withTheRun);
    assertThat(runs.view(RUN).parts()).hasSize(50);
  }

  @Test
  void nothingIsLeftOfARunThatIsOver() {
    runs.begin(RUN, LONG);
    runs.keep(part(1, "short"));
    runs.keep(part(2, "x".repeat(2_000)));
    below.commit();
    runs.remove(runs.view(RUN));
    below.commit();

    assertThat(keys(runRecords)).isEmpty();
    assertThat(keys(inquiryRecords)).isEmpty();
    assertThat(keys(partRecords)).isEmpty();
    assertThat(runs.get(Samples.RUN)).isNull();
  }

  private static Inquiry inquiry(String text) {
    Inquiry.Turn turn = new Inquiry.Turn(Inquiry.Role.USER, text);
    return new Inquiry("", "", List.of(turn), Map.of());
  }

  private static Part part(int step, String content) {
    return new Part(Samples.call(step, 0), "look", Samples.tool(content), 1_000, 2_000);
  }
}
