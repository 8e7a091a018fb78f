// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.ModelOptions;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ReasoningEffort;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.PromptCache;
import dev.millrace.price.Price;
import dev.millrace.prompt.Inquiry.Role;
import dev.millrace.prompt.Inquiry.Turn;
import dev.millrace.run.AgentWork;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Part;
import dev.millrace.run.PlanWork;
import dev.millrace.run.Samples;
import dev.millrace.run.Tally;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.token.TokenCounter;
import dev.millrace.topology.TestPipelines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallPlannerTest {
  private static final long NOW_MS = Samples.START_MS;

  private final Pipeline pipeline = TestPipelines.shop();
  private final CallPlanner planner =
      new CallPlanner(
          pipeline,
          (tool, arguments) ->
              arguments.startsWith("{") ? Optional.empty() : Optional.of("It is no object."));

  @Test
  void templatesAreFilledFromWhatCallsReturned() {
    PlannedCall.ToSend sent =
        sent(status("Hi", order("{\"status\":\"sent\"}")), new CallSpec.Node("answer"));

    OutboundCall.ToModel model = (OutboundCall.ToModel) sent.call();
    assertThat(model.request().messages().toString()).contains("Say sent");
    assertThat(model.request().model()).isEqualTo("wire-small");
    assertThat(sent.name()).isEqualTo("answer");
    assertThat(sent.target()).isEqualTo("small");
  }

  @Test
  void theSameCallIsMadeOfTheSameParts() {
    RunView view = status("Hi", order("{\"status\":\"sent\"}"));
    CallSpec spec = new CallSpec(Samples.call(1, 0), new CallSpec.Node("answer"));

    assertThat(planner.plan(view, spec, Aim.at("small"), NOW_MS))
        .isEqualTo(planner.plan(view, spec, Aim.NONE, NOW_MS));
  }

  @Test
  void aFallbackIsAskedTheSameUnderItsOwnName() {
    RunView view = status("Hi", order("{\"status\":\"sent\"}"));
    CallSpec spec = new CallSpec(Samples.call(1, 0), new CallSpec.Node("answer"));
    PlannedCall.ToSend first = (PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, NOW_MS);
    PlannedCall.ToSend other =
        (PlannedCall.ToSend) planner.plan(view, spec, Aim.at("large"), NOW_MS);

    assertThat(other.target()).isEqualTo("large");
    assertThat(((OutboundCall.ToModel) other.call()).request().model()).isEqualTo("wire-large");
    assertThat(((OutboundCall.ToModel) other.call()).request().messages())
        .isEqualTo(((OutboundCall.ToModel) first.call()).request().messages());
    assertThat(other.worst()).as("what is held stays what was held").isEqualTo(first.worst());
  }

  /** Whatever model it comes to, and whatever the provider's cache does. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noCallCostsMoreThanItsWorst(long seed) {
    Random random = new Random(seed);
    String text = "word ".repeat(1 + random.nextInt(500));
    PlannedCall.ToSend sent =
        sent(status(text, order("{\"status\":\"" + text + "\"}")), new CallSpec.Node("answer"));
    int input = sent.input().total();
    int mostOutput = ((OutboundCall.ToModel) sent.call()).request().maxOutputTokens();

    for (String model : List.of("small", "large")) {
      Price price = Objects.requireNonNull(pipeline.models().get(model)).prices().at(0);
      for (int i = 0; i < 200; i++) {
        long in = random.nextInt(input + 1);
        long read = random.nextLong(in + 1);
        long write = random.nextLong(in - read + 1);
        long out = random.nextInt(mostOutput + 1);
        Usage usage = Usage.of(in, out).withCache(read, write, random.nextLong(write + 1));
        assertThat(price.amountNanos(usage)).isLessThanOrEqualTo(sent.worst().moneyNanos());
        assertThat(usage.totalTokens()).isLessThanOrEqualTo(sent.worst().tokens());
      }
    }
    assertThat(sent.worst().modelCalls()).isEqualTo(1);
  }

  @Test
  void aPredictionIsFilledAndReservedForAsIfAllOfItWereRejected() {
    RunView view = status("Hi", order("{\"status\":\"sent\"}"));
    CallSpec spec = new CallSpec(Samples.call(1, 0), new CallSpec.Node("answer"));
    String prediction = "word ".repeat(100) + "{{calls.order.status}}";
    CallPlanner predicting =
        new CallPlanner(TestPipelines.predicting(prediction), (tool, told) -> Optional.empty());

    PlannedCall.ToSend plain = (PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, NOW_MS);
    PlannedCall.ToSend sent = (PlannedCall.ToSend) predicting.plan(view, spec, Aim.NONE, NOW_MS);

    ModelRequest request = ((OutboundCall.ToModel) sent.call()).request();
    assertThat(request.options().prediction()).startsWith("word word").endsWith("word sent");
    assertThat(request.maxOutputTokens()).isEqualTo(100);
    assertThat(sent.input()).isEqualTo(plain.input());
    assertThat(sent.worst().tokens() - plain.worst().tokens()).isBetween(100L, 105L);
    Price dearest = Objects.requireNonNull(pipeline.models().get("large")).prices().at(0);
    assertThat(sent.worst().moneyNanos())
        .isGreaterThanOrEqualTo(dearest.amountNanos(Usage.of(sent.input().total(), 200)));
  }

  @Test
  void theSchemaOfAnAnswerIsInputThatIsReservedFor() {
    RunView view = status("Hi", order("{\"status\":\"sent\"}"));
    CallSpec spec = new CallSpec(Samples.call(1, 0), new CallSpec.Node("answer"));
    String schema = "{'type':'object','properties':{'status':{'type':'string'}}}";
    CallPlanner shaping =
        new CallPlanner(TestPipelines.shaped(schema), (tool, told) -> Optional.empty());

    PlannedCall.ToSend plain = (PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, NOW_MS);
    PlannedCall.ToSend sent = (PlannedCall.ToSend) shaping.plan(view, spec, Aim.NONE, NOW_MS);

    int counted = TokenCounter.forModel("wire-small").countSchema(schema.replace('\'', '"'));
    assertThat(sent.input().system() - plain.input().system()).isEqualTo(counted);
    assertThat(sent.worst().inputTokens() - plain.worst().inputTokens()).isEqualTo(counted);
  }

  @Test
  void aPromptThatIsTooLongForItsModelNeverLeaves() {
    assertKnown(
        status("Hi", order("{\"status\":\"" + "a b c d ".repeat(5_000) + "\"}")),
        new CallSpec.Node("answer"),
        FailureKind.REQUEST_TOO_LARGE);
  }

  @Test
  void aPromptOfMoreBytesThanThePipelineAllowsIsNotEvenCounted() {
    String large = "x".repeat(pipeline.limits().maxPromptBytes() + 1);
    assertKnown(
        status("Hi", order("{\"status\":\"" + large + "\"}")),
        new CallSpec.Node("answer"),
        FailureKind.REQUEST_TOO_LARGE);
  }

  @Test
  void noAttemptOutlivesItsRun() {
    RunView view = status("Hi");
    CallSpec spec = new CallSpec(Samples.call(0, 0), new CallSpec.Node("order"));

    assertThat(timeout(view, spec, Samples.DEADLINE_MS - 10)).isEqualTo(Duration.ofMillis(10));
    assertThat(timeout(view, spec, Samples.DEADLINE_MS + 10)).isEqualTo(Duration.ofMillis(1));
    assertThat(timeout(view, spec, NOW_MS)).isEqualTo(Duration.ofSeconds(5));
  }

  private Duration timeout(RunView view, CallSpec spec, long nowMs) {
    return ((PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, nowMs)).timeout();
  }

  @ParameterizedTest
  @CsvSource({"AUTO, true, ", "KEYED, true, status/answer", "OFF, false, "})
  void aModelIsAskedAsItsConfigurationSays(
      PromptCache cache, boolean caching, @Nullable String key) {
    Pipeline tuned = TestPipelines.shop(ReasoningEffort.LOW, cache);
    CallPlanner planner = new CallPlanner(tuned, (tool, arguments) -> Optional.empty());
    CallSpec spec = new CallSpec(Samples.call(1, 0), new CallSpec.Node("answer"));

    PlannedCall.ToSend sent =
        (PlannedCall.ToSend)
            planner.plan(status("Hi", order("{\"status\":\"sent\"}")), spec, Aim.NONE, NOW_MS);

    assertThat(((OutboundCall.ToModel) sent.call()).request().options())
        .isEqualTo(
            ModelOptions.DEFAULT
                .withReasoningEffort(ReasoningEffort.LOW)
                .withPromptCaching(caching)
                .withPromptCacheKey(key));
  }

  // What its input is made of.

  @Test
  void whatToolsReturnedIsToldFromWhatAPlanSays() {
    String long100 = " sent".repeat(100);
    InputBuckets empty = sent(status("Hi", order("{}")), new CallSpec.Node("answer")).input();
    InputBuckets full =
        sent(status("Hi", order("{\"status\":\"" + long100 + "\"}")), new CallSpec.Node("answer"))
            .input();

    assertThat(empty.toolOutput()).isZero();
    assertThat(full.toolOutput()).isBetween(99, 101);
    assertThat(full.history()).isBetween(empty.history() - 1, empty.history() + 1);
    assertThat(full.system()).isEqualTo(empty.system());
  }

  @Test
  void whatTheTurnBeforeHadSentIsCarriedOn() {
    CallSpec.Purpose ask = new CallSpec.AskAgent(true);
    InputBuckets first = sent(asked(), ask).input();
    InputBuckets second = sent(asked(wish(0), order(1, "one")), ask).input();
    InputBuckets third =
        sent(asked(wish(0), order(1, "one"), wish(2), order(3, "two two two")), ask).input();

    assertThat(first.carriedHistory() + first.carriedToolOutput()).isZero();
    assertThat(first.toolSchemas()).isPositive().isEqualTo(third.toolSchemas());
    assertThat(second.carriedHistory()).isEqualTo(first.history());
    assertThat(second.carriedToolOutput()).isZero();
    assertThat(third.carriedHistory()).isEqualTo(second.history()).isLessThan(third.history());
    assertThat(third.carriedToolOutput()).isEqualTo(second.toolOutput()).isPositive();
    assertThat(third.toolOutput()).isGreaterThan(2 * second.toolOutput());
  }

  private static Part wish(int step) {
    return new Part(Samples.call(step, 0), "large", Samples.wishes(Samples.use("order")), 0, 0);
  }

  private static Part order(int step, String content) {
    return new Part(Samples.call(step, 0), "order", Samples.tool(content), 0, 0);
  }

  private RunView asked(Part... parts) {
    Agent agent = (Agent) Objects.requireNonNull(pipeline.routes().get("help")).way();
    return view("help", AgentWork.of(agent), "Hi", parts);
  }

  // What an agent's model wishes for.

  @Test
  void aToolThatIsNotOfferedIsNotCalled() {
    CallResult.Failed failed =
        assertKnown(
            wishing(Samples.use("refund")), new CallSpec.UseTool(0, 0), FailureKind.UNKNOWN_TOOL);
    assertThat(failed.detail()).contains("order, customer");
  }

  @Test
  void anInventedNameOfAnyLengthIsCutInRecords() {
    RunView view = wishing(Samples.use("x".repeat(10_000)));
    PlannedCall planned =
        planner.plan(
            view, new CallSpec(Samples.call(1, 0), new CallSpec.UseTool(0, 0)), Aim.NONE, NOW_MS);
    assertThat(((PlannedCall.Known) planned).name()).hasSize(64);
  }

  @Test
  void argumentsThatAreNoObjectAreNotSent() {
    assertKnown(
        wishing(new ToolUse("u", "order", "[1]")),
        new CallSpec.UseTool(0, 0),
        FailureKind.INVALID_ARGUMENTS);
  }

  @Test
  void moreToolsThanMayFlyTogetherAreRefusedInWordsTheModelReads() {
    ToolUse use = Samples.use("order");
    RunView view = wishing(use, use, use, use, use);

    assertThat(planner.plan(view, tool(3), Aim.NONE, NOW_MS))
        .isInstanceOf(PlannedCall.ToSend.class);
    assertKnown(view, new CallSpec.UseTool(0, 4), FailureKind.INVALID_REQUEST);
  }

  private static CallSpec tool(int use) {
    return new CallSpec(Samples.call(1, use), new CallSpec.UseTool(0, use));
  }

  @Test
  void whatAModelSignedGoesBackToThatModelAndToNoOther() {
    RunView view = wishing(new ToolUse("u1", "order", "{}", "signed"));
    CallSpec spec = new CallSpec(Samples.call(2, 0), new CallSpec.AskAgent(true));
    PlannedCall.ToSend same = (PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, NOW_MS);
    PlannedCall.ToSend other =
        (PlannedCall.ToSend) planner.plan(view, spec, Aim.at("small"), NOW_MS);

    assertThat(same.target()).isEqualTo("large");
    assertThat(signatures(same)).containsExactly("signed");
    assertThat(signatures(other)).containsExactly("");
    assertThat(other.worst()).as("what is held stays what was held").isEqualTo(same.worst());
  }

  private static List<String> signatures(PlannedCall.ToSend sent) {
    return ((OutboundCall.ToModel) sent.call())
        .request().messages().stream()
            .filter(AssistantMessage.class::isInstance)
            .flatMap(said -> ((AssistantMessage) said).toolUses().stream())
            .map(ToolUse::signature)
            .toList();
  }

  @Test
  void theLastTurnOffersNoTools() {
    RunView view = wishing(Samples.use("order"));
    OutboundCall.ToModel with =
        (OutboundCall.ToModel) sent(view, new CallSpec.AskAgent(true)).call();
    OutboundCall.ToModel without =
        (OutboundCall.ToModel) sent(view, new CallSpec.AskAgent(false)).call();

    assertThat(with.request().tools())
        .extracting(tool -> tool.name())
        .containsExactly("order", "customer");
    assertThat(without.request().tools()).isEmpty();
    assertThat(without.request().messages()).isEqualTo(with.request().messages());
  }

  private PlannedCall.ToSend sent(RunView view, CallSpec.Purpose purpose) {
    CallSpec spec = new CallSpec(Samples.call(2, 0), purpose);
    return (PlannedCall.ToSend) planner.plan(view, spec, Aim.NONE, NOW_MS);
  }

  private CallResult.Failed assertKnown(RunView view, CallSpec.Purpose purpose, FailureKind kind) {
    PlannedCall planned =
        planner.plan(view, new CallSpec(Samples.call(2, 0), purpose), Aim.NONE, NOW_MS);
    assertThat(planned).isInstanceOf(PlannedCall.Known.class);
    CallResult.Failed failed = (CallResult.Failed) ((PlannedCall.Known) planned).result();
    assertThat(failed.kind()).isEqualTo(kind);
    return failed;
  }

  private RunView status(String text, Part... parts) {
    Plan plan = (Plan) Objects.requireNonNull(pipeline.routes().get("status")).way();
    return view("status", PlanWork.of(plan), text, parts);
  }

  private RunView wishing(ToolUse... uses) {
    return asked(new Part(Samples.call(0, 0), "large", Samples.wishes(uses), 0, 0));
  }

  private static RunView view(String route, Work work, String text, Part... parts) {
    Working run =
        new Working(
            Samples.facts(),
            Tally.NONE,
            Samples.routing(route),
            0,
            List.of(),
            work,
            List.of(),
            AtLimit.NOTHING);
    Inquiry inquiry = new Inquiry("", "", List.of(new Turn(Role.USER, text)), Map.of("id", "O-1"));
    return new RunView(run, inquiry, List.of(parts));
  }

  private static Part order(String content) {
    return new Part(Samples.call(0, 0), "order", Samples.tool(content), 0, 0);
  }
}
