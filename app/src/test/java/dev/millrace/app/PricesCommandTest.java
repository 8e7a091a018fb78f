// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCommandTest {
  private static final String PIPELINE =
      """
      pipeline: {name: p}
      providers: {a: {url: "http://x.test/v1", prices: anthropic}, o: {url: "http://x.test/v1"}}
      models:
        listed: {provider: a, name: claude-sonnet-5-5, max_output_tokens: 10}
        dear:
          provider: a
          name: claude-sonnet-4-5-20250929
          max_output_tokens: 10
          price: {input: 3.3, output: 15, cache_read: 0.3, cache_write: 3.75, cache_write_1h: 6}
        own: {provider: o, max_output_tokens: 10, price: {input: 1, output: 2}}
      routes: {r: {plan: {answer: hi}}}
      """;

  @TempDir private Path directory;

  @Test
  void showsTheListOfAProvider() {
    Command command = Command.run("prices", "--provider", "anthropic", "--at", "2026-08-31");

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out())
        .contains("on 2026-08-31, USD for a million tokens")
        .containsPattern("anthropic/claude-sonnet-5 +2 +10 +0\\.2 +2\\.5 +4\\R")
        .containsPattern("anthropic/claude-sonnet-4-5 +3 +15 +0\\.3 +3\\.75 +6\\R")
        .containsPattern(" above 200000 input tokens +6 +22\\.5 +0\\.6 +7\\.5 +12\\R")
        .doesNotContain("openai/");
  }

  @Test
  void showsThePricesOfADay() {
    Command before = Command.run("prices", "--model", "gpt-5.6-terra", "--at", "2026-07-29");
    Command after = Command.run("prices", "--model", "gpt-5.6-terra", "--at", "2026-07-30");

    assertThat(before.out()).containsPattern("openai/gpt-5.6-terra +2.5 +15 ").hasLineCount(4);
    assertThat(after.out()).containsPattern("openai/gpt-5.6-terra +2 +12 ").hasLineCount(4);
  }

  @Test
  void findsAModelByAnyOfItsNames() {
    assertThat(Command.run("prices", "--model", "gpt-4o-2024-11").out())
        .contains("openai/gpt-4o ")
        .hasLineCount(3);
  }

  @Test
  void saysWhenThereIsNone() {
    Command command = Command.run("prices", "--model", "nothing-like-it");

    assertThat(command.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(Command.run("prices", "--provider", "openia").err())
        .contains("no list prices of openia: there are openai, anthropic");
    assertThat(Command.run("prices", "--check").exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(Command.run("prices", "--at", "soon").exitCode()).isEqualTo(ExitCode.WRONG_USE);
  }

  @Test
  void theListIsThereAsJsonInWholeNanos() throws IOException {
    Command command = Command.run("prices", "--model", "gpt-5.4-nano", "--json");

    JsonNode json = new ObjectMapper().readTree(command.out());
    assertThat(json.at("/sources/0/url").asText()).contains("genai-prices");
    assertThat(json.path("models")).hasSize(1);
    assertThat(json.at("/models/0/version").asText()).endsWith("/openai/gpt-5.4-nano");
    assertThat(json.at("/models/0/nanos_per_million/output").asLong()).isEqualTo(1_250_000_000L);
    assertThat(json.at("/models/0/aliases").toString()).contains("gpt-5.4-nano-2026-03-17");
  }

  @Test
  void showsWhatEachModelOfAFileIsPricedAtAndWhereThatDiffers() throws IOException {
    Command command = Command.run("prices", "-c", file(PIPELINE), "--at", "2026-10-07");

    assertThat(command.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(command.out())
        .containsPattern("listed +2 +10 +0\\.1 +2\\.5 +4\\R")
        .containsPattern("by 20..-..-../anthropic/claude-sonnet-5-5@2026-10-07\\R")
        .containsPattern("dear +3\\.3 +15 ")
        .contains("  input: 3.3 here, 3 on the list (+10.0 %)")
        .contains("  input above 200000: 3.3 here, 6 on the list (-45.0 %)")
        .contains("  output above 200000: 15 here, 22.5 on the list (-33.3 %)")
        .contains("by p@1");
  }

  @Test
  void aCheckFailsWhereAPriceDiffers() throws IOException {
    String fine = PIPELINE.replaceAll("(?s)  dear:.*?  own:", "  own:");

    assertThat(check(PIPELINE, "2026-09-01").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(check(fine, "2026-09-01").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aCheckFailsWhereTheListIsOld() throws IOException {
    String fine = PIPELINE.replaceAll("(?s)  dear:.*?  own:", "  own:");
    Command command = check(fine, "2027-09-01");

    assertThat(command.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(command.out()).contains("days before: look whether prices have changed");
  }

  @Test
  void aFilesPricesAreThereAsJson() throws IOException {
    Command command = Command.run("prices", "-c", file(PIPELINE), "--at", "2026-09-01", "--json");

    JsonNode json = new ObjectMapper().readTree(command.out());
    assertThat(json.at("/models/1/name").asText()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(json.at("/models/1/notes")).isNotEmpty();
    assertThat(json.at("/models/2/notes")).isEmpty();
  }

  @Test
  void aModelThatTheListDoesNotHaveIsAMistakeOfTheFile() throws IOException {
    Command command =
        Command.run(
            "prices", "-c", file(PIPELINE.replace("claude-sonnet-5-5", "claude-sonet-5-5")));

    assertThat(command.exitCode()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(command.err())
        .contains("models.listed: anthropic has no list price of 'claude-sonet-5-5'")
        .contains("claude-sonnet-5-5");
  }

  private Command check(String pipeline, String day) throws IOException {
    return Command.run("prices", "-c", file(pipeline), "--check", "--at", day);
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("p.yaml"), text).toString();
  }
}
