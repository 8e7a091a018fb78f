// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Outcome;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.CallResult;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which definition a run goes by, and how long it is kept ready. */
class DefinitionsTest {
  private static final String NOW = file("Now");
  private static final String BEFORE = file("Before");
  private static final String BEFORE_ID = PipelineText.idOf(BEFORE);

  private final List<String> made = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private boolean functionsAreGone;
  private final Definitions definitions = new Definitions(definition(read(NOW)), this::older);

  private static String file(String answer) {
    return "pipeline: {name: shop}\nroutes: {r: {plan: {answer: " + answer + "}}}\n";
  }

  private static Pipeline read(String text) {
    return ((Reading.Valid) PipelineFile.read("shop.yaml", text, name -> null)).pipeline();
  }

  private Definition older(Pipeline pipeline) {
    if (functionsAreGone) {
      throw new UnpreparedException("no tool function order on the class path.", new Error());
    }
    made.add(pipeline.definition());
    return definition(pipeline);
  }

  private Definition definition(Pipeline pipeline) {
    RouteClassifier classifier =
        RouteClassifier.of(pipeline.routes(), pipeline.classifier(), ExampleIndex.EMPTY);
    return new Definition(
        pipeline,
        () -> classifier,
        (tool, arguments) -> Optional.empty(),
        new CallTransport() {
          @Override
          public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
            return new CompletableFuture<>();
          }

          @Override
          public void close() {
            closed.add(pipeline.definition());
          }
        });
  }

  private static RunFacts begunUnder(String definition) {
    return new RunFacts(
        RunId.of("acme", "r"),
        "r",
        "acme",
        "",
        List.of(),
        RecordKey.ofTenant("acme"),
        "interactive",
        0,
        0,
        1,
        RunLimits.NONE,
        RunFacts.CacheUse.ALL,
        "",
        "1",
        definition);
  }

  @Test
  void aRunOfTheCurrentFileAndOneOfNoFileGoByTheCurrentOne() {
    assertThat(definitions.of(begunUnder(PipelineText.idOf(NOW)))).isSameAs(definitions.current());
    assertThat(definitions.of(begunUnder(""))).isSameAs(definitions.current());
    assertThat(definitions.refusal(begunUnder(""))).isEmpty();
  }

  @Test
  void anOlderOneIsMadeOnceForAllTasksAndOnlyIfARunAsks() throws InterruptedException {
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    for (int task = 0; task < 4; task++) {
      tasks.execute(() -> definitions.hold(BEFORE_ID, BEFORE));
    }
    tasks.shutdown();
    assertThat(tasks.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(made).isEmpty();

    Definition older = definitions.of(begunUnder(BEFORE_ID));

    assertThat(older.id()).isEqualTo(BEFORE_ID);
    assertThat(definitions.of(begunUnder(BEFORE_ID))).isSameAs(older);
    assertThat(made).containsExactly(BEFORE_ID);
  }

  @Test
  void itsClientsAreClosedWithTheLastTaskThatLetsGo() {
    definitions.hold(BEFORE_ID, BEFORE);
    definitions.hold(BEFORE_ID, BEFORE);
    definitions.of(begunUnder(BEFORE_ID));

    definitions.release(BEFORE_ID);
    assertThat(closed).isEmpty();
    definitions.release(BEFORE_ID);

    assertThat(closed).containsExactly(BEFORE_ID);
    assertThat(definitions.of(begunUnder(BEFORE_ID))).isSameAs(definitions.current());
  }

  @Test
  void oneThatIsNotToBeHadIsRefusedWithItsReasonForAsLongAsItIsHeld() {
    definitions.hold(BEFORE_ID, BEFORE);
    functionsAreGone = true;
    assertThat(definitions.of(begunUnder(BEFORE_ID))).isSameAs(definitions.current());

    functionsAreGone = false;

    assertThat(definitions.of(begunUnder(BEFORE_ID))).isSameAs(definitions.current());
    assertThat(definitions.refusal(begunUnder(BEFORE_ID)))
        .hasValueSatisfying(why -> assertThat(why).contains("no tool function order"));
  }

  @Test
  void oneThatIsNotStoredOrNotWhatWasStoredIsRefused() {
    assertThat(definitions.refusal(begunUnder("0123456789abcdef")))
        .hasValueSatisfying(why -> assertThat(why).contains("0123456789abcdef", "not stored"));
    definitions.hold("0123456789abcdef", BEFORE);
    assertThat(definitions.refusal(begunUnder("0123456789abcdef")))
        .hasValueSatisfying(why -> assertThat(why).contains("not what was put there"));
  }
}
