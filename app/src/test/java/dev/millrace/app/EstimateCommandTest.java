// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateCommandTest {
  private static final String FILE =
      """
      pipeline: {name: shop}
      providers: {p: {url: "http://127.0.0.1:1/v1"}}
      models:
        m:
          provider: p
          max_output_tokens: 200
          retry: {max_attempts: 1}
          price: {input: 1, output: 10}
      classifier: {embeddings: false}
      routes:
        free: {rules: [{text: "free"}], plan: {answer: "Hi"}}
        words:
          rules: [{text: "words"}]
          plan:
            calls: {said: {model: m, prompt: "{{request.text}}"}}
            answer: "{{calls.said.text}}"
      """;

  @TempDir private Path directory;

  @Test
  void showsWhatEachRouteWillComeToAndWhatThatAssumes() throws IOException {
    Command command = estimate("--assume", "request_tokens=13");

    assertThat(command.exitCode()).as(command.err()).isEqualTo(ExitCode.DONE);
    assertThat(command.out())
        .containsPattern("route +of a request +least +likely +most\\R")
        .containsPattern("words +model calls +1 +1 +1\\R")
        .containsPattern("words +input tokens +8 +20 +407\\R")
        .containsPattern("words +output tokens +1 +60 +200\\R")
        .containsPattern("words +cost +0.000018 +0.000620 +0.002407\\R")
        .containsPattern("words +latency +1.10 s\\R")
        .contains("Money is in USD. Caches are not counted")
        .contains("Assumed, not measured: request_tokens 13, most_request_tokens 400,")
        .doesNotContain("free ");
  }

  @Test
  void estimatesTheUsersOwnRequests() throws IOException {
    Path requests =
        Files.writeString(
            directory.resolve("requests.jsonl"),
            """
            {"tenant": "acme", "input": "words"}
            {"tenant": "acme", "input": "some words about something"}
            {"tenant": "acme", "input": "what?"}
            """);

    Command table = estimate("--requests", requests.toString());
    JsonNode json =
        new ObjectMapper()
            .readTree(estimate("--requests", requests.toString(), "--format", "json").out());

    assertThat(table.out())
        .containsPattern("route +of a request +least +likely +p50 +p95 +most\\R")
        .containsPattern("words +input tokens +8 +10 +8 +11 +11\\R")
        .contains("Left out: 1 of the requests; rejected: unclassified.");
    assertThat(json.at("/routes/0/requests").asInt()).isEqualTo(2);
    assertThat(json.at("/routes/0/cost_nanos/least").asLong()).isEqualTo(18_000);
    assertThat(json.at("/routes/0/cost_nanos/likely/p95").asLong()).isEqualTo(611_000);
    assertThat(json.at("/left_out/rejected: unclassified").asInt()).isEqualTo(1);
    assertThat(json.at("/shared/by").asText()).isEqualTo("evenly");
    assertThat(json.at("/shared/requests")).isEmpty();
    assertThat(json.at("/routes/0/likely_trimmed").asInt(-1)).isZero();
    assertThat(json.at("/assumed/turns").asInt()).isEqualTo(3);
    assertThat(json.path("caches_counted").asBoolean(true)).isFalse();
  }

  @Test
  void tellsHowRequestsWereSharedThatOnlyAModelCanPlace() throws IOException {
    String asking =
        FILE.replace("rules: [{text: \"free\"}]", "description: Free.")
            .replace(
                "classifier: {embeddings: false}", "classifier: {embeddings: false, model: m}");
    Path file = Files.writeString(directory.resolve("asking.yaml"), asking);
    Path requests =
        Files.writeString(
            directory.resolve("requests.jsonl"),
            "{\"tenant\": \"acme\", \"input\": \"what?\"}\n".repeat(3));

    Command table =
        Command.run("estimate", "-c", file.toString(), "--requests", requests.toString());

    assertThat(table.out())
        .containsPattern("free +model calls +1 +1 +1 +1 +1\\R")
        .containsPattern("words +model calls +2 +2 +2 +2 +2\\R")
        .contains(
            "Shared evenly, for nothing tells how: 3 of the requests, which only examples or a"
                + " model can place; 2 free, 1 words.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--assume turns=0 | --assume: turns is from 1 to 1000000: 0",
        "--assume luck=1 | --assume: nothing to assume: luck; there are request_tokens,",
        "--assume turns=many | 'many' is not a long",
        "--format csv | expected one of",
        "--requests nowhere.jsonl | nowhere.jsonl: there is no such file"
      })
  void whatCannotBeEstimatedIsWrongUse(String options, String told) throws IOException {
    Command command = estimate(options.split(" "));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains(told).doesNotContain("\tat ");
  }

  private Command estimate(String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("p.yaml"), FILE);
    return Command.run(
        Stream.concat(Stream.of("estimate", "-c", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}
