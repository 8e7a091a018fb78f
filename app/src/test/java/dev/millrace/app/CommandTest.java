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
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  private static final String PIPELINE =
      """
      pipeline: {name: hello}
      routes:
        greet:
          plan: {answer: "Hello."}
      """;

  @TempDir private Path directory;

  @Test
  void sayItsVersion() {
    Command command = Command.run("--version");

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out()).matches("millrace \\d+\\.\\d+\\.\\d+.* \\(Java .+\\)\\R");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() {
    Command command = Command.run();

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err())
        .contains(
            "demo", "validate", "run", "send", "tail", "feedback", "report", "replay", "prices");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "validate",
        "tools",
        "run",
        "send",
        "tail",
        "feedback",
        "report",
        "replay",
        "prices",
        "estimate",
        "estimate",
        "budgets",
        "broker"
      })
  void helpHasExamplesAndExitCodes(String name) {
    Command command = Command.run(name, "--help");

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out()).contains("Examples:", "millrace " + name, "Exit codes:");
  }

  @Test
  void aWrongOptionIsWrongUse() {
    assertThat(Command.run("demo", "--sped").exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(Command.run("dmeo").exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(Command.run("run").err()).contains("--config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --sped | --sped",
        "demo --timeout 0 | '0' is not a whole number from 1 up",
        "send --timeout soon --tenant a -c p hi | 'soon' is not a whole number from 1 up",
        "replay --max-in-flight -1 -c p -f r | '-1' is not a whole number from 1 up",
        "feedback -c p --tenant a --success | --request",
        "feedback -c p --tenant a --request r --success --failure | mutually exclusive",
        "feedback -c p --tenant a --request r --score good | good",
        "report -c p --by colour | TENANT, USER, ROUTE, MODEL, CLASS",
        "report -c p --window week | HOUR, DAY, MONTH, ALL",
        "report -c p --format xml | CSV",
        "run -c p.yaml @nowhere | nowhere: there is no such file of options",
        "run -c p.yaml --guarantee maybe | EXACTLY_ONCE",
        "broker --port 70000 | 70000 is no port",
        "broker --port 0 --registry-port 0 --dir pom.xml/x | pom.xml/x",
        "broker --registry-port -1 | -1 is no port"
      })
  void wrongOptionsAreToldInALineAndNotInAPage(String line, String told) {
    Command command = Command.run(line.split(" "));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains(told).doesNotContain("\tat ");
    assertThat(command.err().lines()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aFileThatIsNotThereIsWrongUseInOneLine() throws IOException {
    Command command =
        Command.run(
            "send", "-c", file("p.yaml", PIPELINE), "--tenant", "a", "-f", directory + "/no.jsonl");

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("no.jsonl: there is no such file").hasLineCount(1);
  }

  @Test
  void aDirectoryThatIsNoWorldIsWrongUse() throws IOException {
    Command nothing = Command.run("demo", "--world", directory.toString());
    file("pipeline.yaml", PIPELINE);
    Command half = Command.run("demo", "--world", directory.toString());
    Files.createDirectories(directory.resolve("data/tau2/domains/retail"));
    Command broken = Command.run("demo", "--world", directory.toString());

    assertThat(nothing.err()).contains("no pipeline.yaml", "no copy of tau2-bench");
    assertThat(half.err()).contains("requests.jsonl: there is no such file");
    assertThat(broken.err()).contains("db.json");
    assertThat(Stream.of(nothing, half, broken))
        .allMatch(command -> command.exitCode() == ExitCode.WRONG_USE)
        .allMatch(command -> !command.err().contains("\tat "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--request r --success | feedback needs a tenant",
        "--request r --tenant acme | feedback says success, or a score",
        "--file f.jsonl --success | each line of a file says for itself",
        "--request r --tenant acme --score 7 | a score is from 0 to 1, not 7.0"
      })
  void feedbackThatSaysNothingIsWrongUse(String options, String told) throws IOException {
    String line = "feedback -c " + file("p.yaml", PIPELINE) + " " + options;

    Command command = Command.run(line.split(" "));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains(told).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from 2026-11-02 --to 2026-11-01 | the time ends before it begins",
        "--from yesterday | not a day such as 2026-11-20",
        "--to 2026-11-20T08:00 | not a day such as 2026-11-20",
        "--by route,tenant,route | told apart by each dimension once"
      })
  void aReportOfNoTimeIsWrongUse(String options, String told) throws IOException {
    String line = "report -c " + file("p.yaml", PIPELINE) + " " + options;

    Command command = Command.run(line.split(" "));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains(told).hasLineCount(1);
  }

  @Test
  void aValidPipelineIsSaidToBe() throws IOException {
    Command command = Command.run("validate", "-c", file("p.yaml", PIPELINE));

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out()).contains("p.yaml: valid");
  }

  @Test
  void everyMistakeHasALine() throws IOException {
    String broken = "pipeline: {nmae: hello}\nroutes:\n  greet:\n    plan: {answer: 5, x: 1}\n";

    Command command = Command.run("validate", "-c", file("broken.yaml", broken));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.out().lines())
        .hasSizeGreaterThan(1)
        .allMatch(line -> line.contains("broken.yaml:"));
  }

  @Test
  void mistakesAreThereAsJson() throws IOException {
    Command command = Command.run("validate", "--json", "-c", file("empty.yaml", "{}"));

    JsonNode json = new ObjectMapper().readTree(command.out());
    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(json.path("valid").asBoolean(true)).isFalse();
    assertThat(json.at("/mistakes/0/line").asInt()).isPositive();
    assertThat(json.at("/mistakes/0/mend").asText()).isNotEmpty();
  }

  @Test
  void whatIsHardlyMeantIsAWarningAndNoMistake() throws IOException {
    String odd =
        """
        pipeline: {name: odd}
        providers: {one: {url: "http://127.0.0.1:1/v1"}}
        models: {m: {provider: one, max_output_tokens: 9, price: {input: 1, output: 1}}}
        routes:
          r:
            plan:
              calls: {mood: {model: m, system: Answer yes or no., prompt: "{{request.text}}"}}
              answer: "{{calls.mood.text}}"
        """;

    Command command = Command.run("validate", "-c", file("odd.yaml", odd));
    Command json = Command.run("validate", "--json", "-c", file("odd.yaml", odd));

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("warning: ")
                    .contains("odd.yaml:7:40: routes.r.plan.calls.mood.system: ", ". Mend: add"),
            line -> assertThat(line).endsWith("odd.yaml: valid"));
    assertThat(new ObjectMapper().readTree(json.out()).at("/warnings/0/mend").asText())
        .startsWith("add response_schema:");
  }

  @Test
  void aPipelineThatIsNotThereIsWrongUse() {
    Command command = Command.run("tail", "results", "-c", directory + "/none.yaml");

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("none.yaml");
  }

  @Test
  void aTopicThatIsNotThereIsWrongUse() throws IOException {
    Command command = Command.run("tail", "reslts", "-c", file("p.yaml", PIPELINE));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("dead-letters");
  }

  @Test
  void aBrokerThatIsNotThereIsOutOfReach() throws IOException {
    Command command =
        Command.run(
            "tail",
            "results",
            "-c",
            file("p.yaml", PIPELINE),
            "-b",
            "127.0.0.1:1",
            "-D",
            "default.api.timeout.ms=300",
            "-D",
            "request.timeout.ms=200");

    assertThat(command.exitCode()).isEqualTo(ExitCode.OUT_OF_REACH);
    assertThat(command.err()).contains("Kafka does not answer at 127.0.0.1:1");
  }

  @Test
  void aRequestNeedsATenantAndATextOrAFile() throws IOException {
    String config = file("p.yaml", PIPELINE);

    assertThat(Command.run("send", "-c", config, "hello").err()).contains("--tenant");
    assertThat(Command.run("send", "-c", config, "--tenant", "acme").exitCode())
        .isEqualTo(ExitCode.WRONG_USE);
    assertThat(Command.run("send", "-c", config, "hello", "--file", "x").exitCode())
        .isEqualTo(ExitCode.WRONG_USE);
  }

  @Test
  void wrongLinesOfAFileAreToldBeforeAnythingIsSent() throws IOException {
    Command command =
        Command.run(
            "send", "-c", file("p.yaml", PIPELINE), "-f", file("r.jsonl", "{\"inptu\": \"x\"}"));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("r.jsonl: line 1: unknown field inptu");
  }

  @Test
  void replayRefusesToolsThatWrite() throws IOException {
    String writes =
        PIPELINE
            + """
            tools:
              cancel:
                description: Cancels an order.
                parameters: {type: object}
                http: {method: POST, url: "http://127.0.0.1:1/cancel"}
                effect: write
            """;

    Command command =
        Command.run("replay", "-c", file("w.yaml", writes), "--topic-range", "requests");

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("cancel").contains("--allow-writes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "0x", "-1x"})
  void replayRefusesOtherSpeeds(String speed) throws IOException {
    Command command =
        Command.run(
            "replay", "-c", file("p.yaml", PIPELINE), "--file", "r.jsonl", "--speed", speed);

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err()).contains("--speed");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
