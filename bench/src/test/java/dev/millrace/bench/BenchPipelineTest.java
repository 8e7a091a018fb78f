// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchPipelineTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PREFIX", "some", "TOOL_URL", "http://127.0.0.1:1", "THREADS", "3");

  @Test
  void thePipelineOfOverheadCanBeRun() throws IOException {
    Pipeline pipeline = BenchPipeline.read("overhead.yaml", ENVIRONMENT::get);

    assertThat(pipeline.routes()).containsOnlyKeys("call", "answer");
    assertThat(pipeline.topics().partitions()).isEqualTo(4);
  }

  @Test
  void thePipelineOfTheHedgeCanBeRun() throws IOException {
    Map<String, String> urls = Map.of("PLAIN_URL", "http://127.0.0.1:1/v1");
    Pipeline pipeline =
        BenchPipeline.read(
            "hedge.yaml",
            name ->
                name.equals("HEDGED_URL") ? "http://127.0.0.1:2/v1" : urls.getOrDefault(name, "h"));

    assertThat(pipeline.routes()).containsOnlyKeys("plain", "hedged");
    assertThat(pipeline.models().values())
        .extracting(ModelConfig::name, ModelConfig::hedge)
        .containsExactly(tuple("plain", null), tuple("hedged", "hedged"));
  }

  @Test
  void thePipelineOfTheEngineCanBeRun() throws IOException {
    Pipeline pipeline = BenchPipeline.read("engine.yaml", ENVIRONMENT::get);

    assertThat(pipeline.routes()).containsOnlyKeys("nothing", "slow", "never");
    assertThat(pipeline.topics().partitions()).isEqualTo(Harness.PARTITIONS);
    assertThat(pipeline.limits().streamThreads()).isEqualTo(3);
    assertThat(pipeline.budgets().ofTenant("tenant-1").ofUser("ann").isEmpty()).isTrue();
    assertThat(pipeline.budgets().ofRoute("slow").isEmpty()).isTrue();
  }

  @Test
  void theEngineIsMeasuredWithBudgetsOfWhoeverCalls() throws IOException {
    String files = BenchPipeline.both(Harness.PIPELINE, Harness.BUDGETS);
    Pipeline pipeline = BenchPipeline.read(files, ENVIRONMENT::get);

    assertThat(pipeline.routes()).containsOnlyKeys("nothing", "slow", "never");
    assertThat(pipeline.budgets().ofTenant("tenant-1").ofUser("ann").isEmpty()).isFalse();
    assertThat(pipeline.budgets().ofRoute("slow").isEmpty()).isFalse();
  }
}
