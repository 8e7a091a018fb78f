// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.pipeline.file.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person who knows models would say of a file, and what they would let pass. */
class PromptAdviceTest {
  private static final String OPENAI = "gpt-5-mini";
  private static final String SONNET = "claude-sonnet-4-5";
  private static final String HAIKU = "claude-haiku-4-5";
  private static final String GEMINI = "gemini-2.5-flash";

  // A provider keeps the beginning of a prompt up to the first token that differs.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{request.attributes.now}}",
        "{{request.attributes.requestId}}",
        "{{request.attributes.session-id}}",
        "{{request.user}}",
        "{{request.text}}",
        "{{request.conversation_id}}",
        "{{#extract.order_id}}An order.{{/extract.order_id}}",
        "{{calls.order}}",
        "{{calls.words.text}}"
      })
  void whatDiffersInEachRequestBeforeALongTextBreaksTheCache(String tag) {
    Warning warning = only(call(OPENAI, "It is " + tag + ". " + words(1_500), "{{request.text}}"));

    assertThat(warning.key()).isEqualTo("routes.r.plan.calls.ask.system");
    assertThat(warning.line()).isEqualTo(25);
    assertThat(warning.message()).contains("differs in each request", "out of the prompt cache");
    assertThat(warning.mend()).startsWith("move {{").endsWith("to the end of prompt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{request.tenant}}",
        "{{request.attributes.language}}",
        "{{request.attributes.plan}}",
        "{{calls.policy.text}}",
        "{{#calls.policy}}{{user}}{{/calls.policy}}"
      })
  void whatIsTheSameForManyMayStandBeforeIt(String tag) {
    assertThat(call(OPENAI, "It is " + tag + ". " + words(1_500), "{{request.text}}")).isEmpty();
  }

  @Test
  void behindTheLongTextItIsWhereItShouldBe() {
    assertThat(call(OPENAI, words(1_500) + "For {{request.user}}.", "{{request.text}}")).isEmpty();
    assertThat(call(OPENAI, words(1_500), "{{request.text}} {{calls.order}}")).isEmpty();
  }

  @Test
  void aTextThatNoCacheWouldKeepMayStandAnywhere() {
    assertThat(call(OPENAI, "For {{request.user}}. " + words(900), "{{request.text}}")).isEmpty();
  }

  @Test
  void aLittleThatIsLostBehindMuchThatIsKeptIsNotWorthAWord() {
    String system = words(2_000) + "For {{request.user}}. " + words(500);

    assertThat(call(OPENAI, system, "{{request.text}}")).isEmpty();
  }

  @Test
  void labelsBetweenValuesAreNoLongText() {
    String rows = ("{{calls.order}} " + words(60)).repeat(40);

    assertThat(call(OPENAI, "Be brief.", rows + "{{request.text}}")).isEmpty();
  }

  @Test
  void aLongTextInThePromptIsLostAsWell() {
    Warning warning = only(call(OPENAI, "", "{{request.text}}\n" + words(1_500)));

    assertThat(warning.key()).isEqualTo("routes.r.plan.calls.ask.prompt");
    assertThat(warning.mend()).isEqualTo("move {{request.text}} behind what never changes");
  }

  @Test
  void nothingIsSaidWhereNoCacheIsWanted() {
    String file = file(OPENAI, ", prompt_cache: off", "For {{request.user}}. " + words(1_500), "");

    assertThat(warnings(file)).isEmpty();
  }

  @Test
  void ofAnthropicTheSystemPromptIsKeptAsAWhole() {
    Warning warning =
        only(call(SONNET, words(1_500) + "For {{request.user}}.", "{{request.text}}"));

    assertThat(warning.message()).contains("{{request.user}} differs in each request");
    assertThat(call(SONNET, words(1_500), "{{request.text}} of {{request.user}}")).isEmpty();
  }

  @Test
  void ofAnthropicALongTextInThePromptIsNotKept() {
    Warning warning = only(call(SONNET, "Be brief.", words(1_500) + "{{request.text}}"));

    assertThat(warning.key()).endsWith("calls.ask.prompt");
    assertThat(warning.mend()).isEqualTo("move what never changes to the end of system");
  }

  @ParameterizedTest
  @CsvSource({
    OPENAI + ", 900, false",
    OPENAI + ", 1100, true",
    SONNET + ", 800, false",
    SONNET + ", 1100, true",
    HAIKU + ", 3000, false",
    HAIKU + ", 4200, true",
    GEMINI + ", 1900, false",
    GEMINI + ", 2200, true"
  })
  void howMuchACacheKeepsAtLeastDependsOnTheModel(String model, int words, boolean warned) {
    List<Warning> warnings =
        call(model, "For {{request.user}}. " + words(words), "{{request.text}}");

    assertThat(warnings).hasSize(warned ? 1 : 0);
  }

  @Test
  void anAgentsToolsAreKeptBeforeItsSystemPrompt() {
    assertThat(agent(OPENAI, "For {{request.user}}. Be brief.", words(1_300))).isEmpty();

    Warning warning = only(agent(SONNET, "For {{request.user}}. Be brief.", words(1_300)));

    assertThat(warning.key()).isEqualTo("routes.r.agent.system");
    assertThat(warning.mend()).isEqualTo("leave {{request.user}} out, and let a tool look it up");
  }

  // Models overlook what is in the middle.

  @Test
  void aTaskInTheMiddleOfALongTextIsBuried() {
    String prompt = words(1_200) + "\n## Your task\nFind it.\n" + words(1_300);

    Warning warning = only(call(OPENAI, "Be brief.", prompt));

    assertThat(warning.key()).isEqualTo("routes.r.plan.calls.ask.prompt");
    assertThat(warning.message())
        .contains("the task stands in the middle")
        .containsPattern("1[12]\\d\\d tokens from the beginning and 13\\d\\d from the end");
    assertThat(warning.mend()).isEqualTo("move it to the end of prompt, or to its beginning");
  }

  @Test
  void aQuestionBetweenLongResultsIsBuried() {
    String results = "{{calls.order}} {{calls.policy}} {{calls.words.text}}";

    assertThat(only(call(OPENAI, "", results + " {{request.text}} " + results)).message())
        .contains("the task stands in the middle");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{request.text}} LONG LONG",
        "LONG LONG {{request.text}}",
        "LONG {{request.text}} LONG {{request.text}}",
        "Instructions: be brief. LONG LONG",
        "LONG\nYour task is to answer.",
        "LONG We ask you to do your task well. LONG",
        "{{calls.order}} {{request.text}} {{calls.words.text}}",
        "{{calls.order.status}} {{request.text}} {{calls.order.status}}"
      })
  void aTaskAtTheBeginningOrTheEndIsNot(String prompt) {
    String file = file(OPENAI, ", prompt_cache: off", "", prompt.replace("LONG", words(1_200)));

    assertThat(warnings(file)).isEmpty();
  }

  @Test
  void anAgentsTaskCanBeBuriedInItsSystemPrompt() {
    String system = words(1_100) + "\nYour job is to find it.\n" + words(1_100);

    assertThat(only(agent(OPENAI, system, "Finds it.")).key()).isEqualTo("routes.r.agent.system");
  }

  // A schema holds an answer to its form; words only ask for it.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Answer as JSON.",
        "Respond only with valid JSON: {mood: ...}",
        "Return a single JSON object.",
        "Then output the result in JSON, please.",
        "Reply with one of: happy, sad.",
        "Answer with exactly one of the following words.",
        "Answer only yes or no.",
        "Respond with a single word.",
        "Answer with a number from 1 to 5."
      })
  void wordsThatAskForAFormAreNotHeldToIt(String system) {
    Warning warning = only(call(OPENAI, system, "{{request.text}}"));

    assertThat(warning.key()).isEqualTo("routes.r.plan.calls.ask.system");
    assertThat(warning.message()).contains("a schema would hold the answer to it");
    assertThat(warning.mend()).startsWith("add response_schema:");
    String held = "needs: [order, policy, words]\n          response_schema: {type: object}";
    String file = file(OPENAI, "", system, "{{request.text}}");
    assertThat(warnings(file.replace("needs: [order, policy, words]", held))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Answer in two sentences.",
        "Answer from the JSON below.",
        "Return what the JSON data says in plain words.",
        "Do not answer in JSON.",
        "Never reply with JSON.",
        "Answer one of the customer's questions at a time.",
        "Answer yes or no questions with a reason.",
        "Answer with a number of examples.",
        "The order is a JSON object."
      })
  void wordsThatOnlyMentionAFormAskForNone(String system) {
    assertThat(call(OPENAI, system, "{{request.text}}")).isEmpty();
  }

  @Test
  void anAgentHasNoSchemaToHoldItTo() {
    assertThat(agent(OPENAI, "Answer as JSON.", "Finds it.")).isEmpty();
  }

  @Test
  void whatAModelSaysInItsOwnWordsIsNoNumber() {
    Warning warning = only(rated("{type: integer}", "{{calls.ask.text}}", ""));

    assertThat(warning.key()).isEqualTo("routes.r.plan.calls.rated.arguments.stars");
    assertThat(warning.message())
        .isEqualTo("stars of rate must have a form, and is given whatever words ask answers in");
    assertThat(warning.mend()).isEqualTo("add response_schema: to ask, and name a field of it");
    assertThat(rated("{type: string, enum: [good, bad]}", "{{calls.ask.text}}", "")).hasSize(1);
  }

  @Test
  void itMayBeATextOrAFieldOfAnAnswerWithASchema() {
    String schema = ", response_schema: {type: object, properties: {n: {type: integer}}}";

    assertThat(rated("{type: string}", "{{calls.ask.text}}", "")).isEmpty();
    assertThat(rated("{type: integer}", "{{calls.ask.n}}", schema)).isEmpty();
    assertThat(rated("{type: integer}", "{{extract.order_id}}", "")).isEmpty();
  }

  private static List<Warning> call(String model, String system, String prompt) {
    return warnings(file(model, "", system, prompt));
  }

  /** A plan whose call {@code ask} is asked this, with results of other calls at hand. */
  private static String file(String model, String ofModel, String system, String prompt) {
    return HEAD.formatted(protocol(model), model, ofModel)
        + """
        routes:
          r:
            extract: {order_id: "[0-9]+"}
            plan:
              calls:
                order: {tool: get_order, arguments: {id: "{{extract.order_id}}"}}
                policy: {tool: get_policy, arguments: {topic: returns}}
                words: {model: m, prompt: "{{request.text}}"}
                ask:
                  model: m
                  needs: [order, policy, words]
                  system: "%s"
                  prompt: "%s"
              answer: "{{calls.ask.text}}"
        """
            .formatted(quoted(system), quoted(prompt));
  }

  private static List<Warning> agent(String model, String system, String description) {
    String route =
        """
        routes:
          r:
            agent: {model: m, tools: [get_order, get_policy, found], system: "%s"}
        """;
    String tool = "tools:\n  found: {java: found, effect: read, description: \"%s\"}\n";
    String head = HEAD.formatted(protocol(model), model, "");
    return warnings(
        head.replace("tools:\n", tool.formatted(description)) + route.formatted(quoted(system)));
  }

  private static List<Warning> rated(String schema, String argument, String ofCall) {
    String rest =
        """
        routes:
          r:
            extract: {order_id: "[0-9]+"}
            plan:
              calls:
                order: {tool: get_order, arguments: {id: 1}}
                policy: {tool: get_policy}
                ask: {model: m, prompt: "{{request.text}}"%s}
                rated: {tool: rate, arguments: {stars: "%s"}, needs: [ask]}
              answer: Thanks.
        """;
    String tool =
        "tools:\n  rate: {java: rate, effect: read, parameters: {type: object, properties:"
            + " {stars: %s}}}\n";
    return warnings(
        HEAD.formatted(protocol(OPENAI), OPENAI, "").replace("tools:\n", tool.formatted(schema))
            + rest.formatted(ofCall, argument));
  }

  private static final String HEAD =
      """
      pipeline: {name: p}
      providers: {one: {protocol: %s, url: "http://127.0.0.1/v1"}}
      models:
        m: {provider: one, name: %s, max_output_tokens: 300, price: {input: 1, output: 1}%s}
      tools:
        get_order:
          description: Looks up an order.
          java: get_order
          effect: read
        get_policy:
          description: Looks up a policy.
          java: get_policy
          effect: read
      """;

  private static String protocol(String model) {
    return switch (model) {
      case OPENAI -> "openai-chat";
      case GEMINI -> "gemini";
      default -> "anthropic";
    };
  }

  private static String quoted(String text) {
    return text.replace("\n", "\\n");
  }

  /** About so many tokens. */
  private static String words(int count) {
    return "policy ".repeat(count);
  }

  private static List<Warning> warnings(String file) {
    Reading reading = PipelineFile.read("p.yaml", file, name -> null);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).warnings();
  }

  private static Warning only(List<Warning> warnings) {
    assertThat(warnings).hasSize(1);
    return warnings.get(0);
  }
}
