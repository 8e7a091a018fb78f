// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedModelTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I was charged twice on my invoice | billing",
        "Where is my parcel, the shipping takes long | shipping",
        "I want my money back | refund",
        "Tell me a joke | other"
      })
  void classifiesByTheWordsOfTheUserAndOfThePrompt(String text, String route) throws Exception {
    Talk talk =
        new Talk(List.of())
            .system(
                "Choose a route.\n- billing: invoices, charges\n- shipping: parcels\n"
                    + "- refund: customers who want money back\n- other: all else")
            .user(text)
            .answeringIn(
                "{'type':'object','properties':{'route':{'type':'string','enum':"
                    + "['billing','shipping','refund','other']}},'required':['route']}");

    assertThat(MAPPER.readTree(talk.next().text()).path("route").asText()).isEqualTo(route);
  }

  @Test
  void meetsTheSchemaItIsGiven() throws Exception {
    JsonNode answer =
        MAPPER.readTree(
            new Talk(List.of())
                .user("Order ORD-1001 came 3 days late, I am angry")
                .answeringIn(
                    "{'type':'object','properties':{"
                        + "'order_id':{'type':['string','null'],'pattern':'ORD-\\\\d{4}'},"
                        + "'days':{'type':'integer','minimum':1,'maximum':30},"
                        + "'confidence':{'type':'number','minimum':0,'maximum':0.5},"
                        + "'angry':{'type':'boolean'},"
                        + "'notes':{'type':'array','items':{'$ref':'#/$defs/note'},'minItems':2},"
                        + "'short':{'type':'string','maxLength':5},"
                        + "'nested':{'anyOf':[{'type':'null'},{'type':'object','properties':"
                        + "{'kind':{'const':'late'}}}]}},"
                        + "'$defs':{'note':{'type':'object','properties':{'text':{'type':'string'}}}}}")
                .next()
                .text());

    assertThat(answer.path("order_id").asText()).isEqualTo("ORD-1001");
    assertThat(answer.path("days").asInt()).isBetween(1, 30);
    assertThat(answer.path("confidence").asDouble()).isBetween(0.0, 0.5);
    assertThat(answer.path("angry").asBoolean()).isTrue();
    assertThat(answer.path("notes")).hasSize(2).allMatch(note -> note.path("text").isTextual());
    assertThat(answer.path("short").asText()).hasSizeLessThanOrEqualTo(5);
    assertThat(answer.path("nested").path("kind").asText()).isEqualTo("late");
  }

  @Test
  void survivesASchemaThatRefersToItself() {
    Talk talk =
        new Talk(List.of())
            .user("hello")
            .answeringIn(
                "{'type':'object','properties':{'child':{'$ref':'#'}},'required':['child']}");

    assertThat(JsonFragments.whole(talk.next().text())).isNotNull();
  }

  @Test
  void answersFromJsonInThePrompt() {
    Talk talk =
        new Talk(List.of())
            .system(
                "Answer from:"
                    + " {\"order_id\":\"ORD-7\",\"status\":\"shipped\",\"eta\":\"2026-01-05\"}")
            .user("When does my order arrive?");

    assertThat(talk.next().text()).contains("ORD-7", "shipped", "2026-01-05");
  }

  @Test
  void saysTheSameForTheSameSeed() {
    assertThat(joke(7)).isEqualTo(joke(7));
  }

  private static ModelResponse joke(long seed) {
    return new Talk(RetailTools.all(), new SimulatedModel(seed, List.of()))
        .user("I am Noah Brown 80279, my orders please")
        .next();
  }

  @Test
  void fillsEnumsNumbersAndPlaces() {
    ToolSpec weather =
        new ToolSpec(
            "weather_forecast",
            "The weather of the next days",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},"
                + "\"days\":{\"type\":\"integer\"},"
                + "\"unit\":{\"type\":\"string\",\"enum\":[\"celsius\",\"fahrenheit\"]}},"
                + "\"required\":[\"city\",\"days\"]}");

    assertThat(
            new Talk(List.of(weather)).user("Weather in New York for 3 days, in celsius").calls())
        .containsExactly(
            "weather_forecast({\"city\":\"New York\",\"days\":3,\"unit\":\"celsius\"})");
  }

  @Test
  void callsNothingThatHasNothingToDoWithTheQuestion() {
    assertThat(new Talk(RetailTools.all()).user("Tell me a joke").calls()).isEmpty();
  }

  @Test
  void survivesToolsWithoutASchema() {
    ToolSpec odd = new ToolSpec("order_policy", "", "no json");

    assertThat(new Talk(List.of(odd)).user("what is the order policy?").calls())
        .containsExactly("order_policy({})");
  }

  @Test
  void followsRulesBeforeAllElse() {
    SimulatedModel model =
        new SimulatedModel(
            1,
            List.of(
                new Rule("(?i)joke", "Ha ha.", List.of(new Rule.RuleCall("laugh", "not json")))));
    Talk talk = new Talk(List.of(), model).user("A joke, please");

    assertThat(talk.calls()).containsExactly("laugh(not json)");
    assertThat(talk.results("done").next().text()).isEqualTo("Ha ha.");
  }

  @Test
  void stopsAtTheLimitOfTokens() {
    ModelResponse cut = new Talk(List.of()).user("Grüße aus 東京 ".repeat(10)).within(9).next();

    assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(Tokens.count(cut.text())).isLessThanOrEqualTo(9);
  }

  @Test
  void takesTextApartAndTogetherAgain() {
    String text = "Grüße 👩‍👩‍👧 aus 東京, naïve? \u0000 end";

    assertThat(String.join("", Tokens.pieces(text))).isEqualTo(text);
  }
}
