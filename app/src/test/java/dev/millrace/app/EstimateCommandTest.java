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
  void tellsHowManyRunsBudgetsPayForAndWhenTrafficUsesThemUp() throws IOException {
    String budgets =
        "budgets: {tenant: {day: {money: 5}}, groups: {g: {tenants: [acme], month: "
            + "{model_calls: 400000}}}}\n";
    Path file = Files.writeString(directory.resolve("budgets.yaml"), FILE + budgets);

    Command table =
        Command.run("estimate", "-c", file.toString(), "--tenant", "acme", "--per-day", "20000");
    JsonNode json =
        new ObjectMapper()
            .readTree(
                Command.run(
                        "estimate",
                        "-c",
                        file.toString(),
                        "--tenant",
                        "acme",
                        "--per-day",
                        "20000",
                        "--format",
                        "json")
                    .out());

    assertThat(table.out())
        .containsPattern("tenant +scope +window +of +limit +pays for runs of +likely +surely\\R")
        .containsPattern("acme +tenant +day +money +5.000000 +words +7727 +2077\\R")
        .containsPattern("tenant +scope +window +of +limit +requests +take +used up after\\R")
        .containsPattern("acme +tenant +day +money +5.000000 +10000 +6.470000 +18 h 32 min\\R")
        .containsPattern("group g +month +model_calls +400000 +[23]\\d0000 +[23]\\d0000 +lasts\\R")
        .contains("At 20000 requests a day, as many on each route, evenly spread;");
    assertThat(json.at("/budgets/0/of").asText()).isEqualTo("money_nanos");
    assertThat(json.at("/budgets/0/runs/words/likely").asLong()).isEqualTo(7727);
    assertThat(json.at("/budgets/0/likely").asLong()).isEqualTo(6_470_000_000L);
    assertThat(json.at("/budgets/0/used_up_after_ms").asLong()).isEqualTo(66_769_707);
    assertThat(json.at("/budgets/1/name").asText()).isEqualTo("g");
    assertThat(json.at("/budgets/1/used_up_after_ms").isNull()).isTrue();
    assertThat(json.at("/requests_per_day").asLong()).isEqualTo(20_000);
  }

  @Test
  void isThereAsCsvForOtherPrograms() throws IOException {
    Command command = estimate("--format", "csv", "--assume", "request_tokens=13");

    assertThat(command.out().lines())
        .startsWith(
            "route,requests,of,currency,least,likely_mean,likely_p50,likely_p95,most",
            "free,0,model_calls,,0,0,0,0,0")
        .contains("words,0,cost_nanos,USD,18000,620000,620000,620000,2407000")
        .contains("words,0,latency_ms,,,1100,1100,1100,");
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
        "--format xml | expected one of",
        "--per-day 0 | --per-day is from 1 to 1000000000000: 0",
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
