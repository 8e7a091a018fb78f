// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static dev.millrace.run.Samples.call;
import static dev.millrace.run.Samples.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.Guard;
import dev.millrace.run.CallSpec.AskAgent;
import dev.millrace.run.CallSpec.UseTool;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentWorkTest {
  private static final long NOW_MS = Samples.START_MS;

  @Test
  void itAsksItsModelFirstAndOffersTools() {
    assertThat(begun(3).wanted()).containsExactly(new CallSpec(call(0, 0), new AskAgent(true)));
  }

  @Test
  void anAnswerWithoutWishesIsTheEnd() {
    assertThat(answered(begun(3), Samples.said("Hello.")).ending()).isEqualTo(Ending.completed());
  }

  @Test
  void toolsOfOneWishFlyTogetherAndTheModelIsAskedWhenAllAreBack() {
    AgentWork wishing = next(answered(begun(3), Samples.wishes(use("a"), use("b"))));
    assertThat(wishing.wanted())
        .containsExactly(
            new CallSpec(call(1, 0), new UseTool(0, 0)),
            new CallSpec(call(1, 1), new UseTool(0, 1)));

    AgentWork flying = wishing.launched(NOW_MS);
    AgentWork one = next(flying.ended(call(1, 1), Samples.tool("1"), 2, NOW_MS));
    assertThat(one.wanted()).isEmpty();
    assertThat(one.flying()).containsExactly(call(1, 0));

    AgentWork both = next(one.ended(call(1, 0), Samples.tool("2"), 2, NOW_MS));
    assertThat(both.wanted()).containsExactly(new CallSpec(call(2, 0), new AskAgent(true)));
  }

  @Test
  void theLastStepIsAskedWithoutTools() {
    AgentWork work = afterTool(begun(2), Samples.tool("1"));
    assertThat(work.wanted()).containsExactly(new CallSpec(call(2, 0), new AskAgent(false)));
  }

  @Test
  void anAgentOfOneStepIsNeverOfferedATool() {
    assertThat(begun(1).wanted()).containsExactly(new CallSpec(call(0, 0), new AskAgent(false)));
  }

  @Test
  void anAgentWithoutToolsIsNeverOfferedOne() {
    Agent agent = new Agent("m", "", List.of(), 5, 4, Map.of(), null, Guard.USUAL);
    AgentWork work = next(AgentWork.of(agent).begin(Samples.RUN, 0, NOW_MS));
    assertThat(work.wanted()).containsExactly(new CallSpec(call(0, 0), new AskAgent(false)));
  }

  @Test
  void aWishThatNothingWasOfferedForEndsTheRunIncomplete() {
    AgentWork last = afterTool(begun(2), Samples.tool("1")).launched(NOW_MS);
    Work.Move move = last.ended(call(2, 0), Samples.wishes(use("a")), 3, NOW_MS);

    assertThat(move.ending()).isNotNull();
    assertThat(move.ending().status()).isEqualTo(RunStatus.INCOMPLETE);
    assertThat(move.ending().reason()).isEqualTo(Reason.STEPS);
  }

  @Test
  void aWishAfterTheBudgetTookTheToolsAwayEndsTheRunByThatLimit() {
    CallResult refused = CallResult.Failed.overBudget("cost", "No more.");
    AgentWork last = afterTool(begun(9), refused).launched(NOW_MS);
    Work.Move move = last.ended(call(2, 0), Samples.wishes(use("a")), 3, NOW_MS);

    assertThat(move.ending()).isNotNull();
    assertThat(move.ending().status()).isEqualTo(RunStatus.INCOMPLETE);
    assertThat(move.ending().reason()).isEqualTo("cost");
    assertThat(move.ending().detail()).contains("cost");
  }

  @Test
  void theFirstLimitThatWasReachedIsTheOne() {
    AgentWork flying =
        next(answered(begun(2), Samples.wishes(use("a"), use("b")))).launched(NOW_MS);
    AgentWork one =
        next(flying.ended(call(1, 1), CallResult.Failed.overBudget("tokens", "-"), 2, NOW_MS));
    AgentWork last =
        next(one.ended(call(1, 0), CallResult.Failed.overBudget("cost", "-"), 2, NOW_MS));
    Work.Move move = last.launched(NOW_MS).ended(call(2, 0), Samples.wishes(use("a")), 3, NOW_MS);

    assertThat(move.ending()).isNotNull();
    assertThat(move.ending().reason()).isEqualTo("tokens");
  }

  @Test
  void aToolThatFailsIsAnAnswerTheModelReads() {
    AgentWork work = afterTool(begun(3), Samples.failed(FailureKind.TOOL_ERROR));
    assertThat(work.wanted()).containsExactly(new CallSpec(call(2, 0), new AskAgent(true)));
  }

  @Test
  void aToolThatDoesNotFitTheBudgetEndsTheToolsButNotTheRun() {
    AgentWork work = afterTool(begun(9), CallResult.Failed.overBudget("tool_calls", "No more."));
    assertThat(work.wanted()).containsExactly(new CallSpec(call(2, 0), new AskAgent(false)));
  }

  /** One of two is refused first; the other's success must not bring the tools back. */
  @Test
  void anotherToolsSuccessDoesNotForgetTheBudget() {
    AgentWork flying =
        next(answered(begun(9), Samples.wishes(use("a"), use("b")))).launched(NOW_MS);
    CallResult refused = CallResult.Failed.overBudget("tool_calls", "No more.");
    AgentWork one = next(flying.ended(call(1, 0), refused, 2, NOW_MS));
    AgentWork both = next(one.ended(call(1, 1), Samples.tool("1"), 2, NOW_MS));

    assertThat(both.wanted()).containsExactly(new CallSpec(call(2, 0), new AskAgent(false)));
  }

  @Test
  void aToolWithAnUnknownOutcomeEndsTheRun() {
    AgentWork flying = next(answered(begun(3), Samples.wishes(use("a")))).launched(NOW_MS);
    Work.Move move =
        flying.ended(call(1, 0), Samples.failed(FailureKind.UNKNOWN_OUTCOME), 2, NOW_MS);

    assertThat(move.ending()).isEqualTo(new Ending(RunStatus.FAILED, "unknown_outcome", "no luck"));
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void aModelThatFailsIsTheEnd(FailureKind kind) {
    assertThat(answered(begun(3), Samples.failed(kind)).ending()).isNotNull();
  }

  @Test
  void aCutAnswerIsIncomplete() {
    Ending ending = answered(begun(3), Samples.model("Once", FinishReason.LENGTH)).ending();
    assertThat(ending).isNotNull();
    assertThat(ending.status()).isEqualTo(RunStatus.INCOMPLETE);
    assertThat(ending.reason()).isEqualTo(Reason.LENGTH);
  }

  /** Half of a wish is no wish: its arguments may be cut in the middle. */
  @Test
  void aCutWishIsNotGranted() {
    Work.Move move = answered(begun(3), Samples.model("", FinishReason.LENGTH, use("a")));
    assertThat(move.ending()).isNotNull();
    assertThat(move.next().wanted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT_FILTER", "REFUSAL"})
  void aFilteredAnswerIsAFailureAndSoIsARefusal(FinishReason reason) {
    Ending ending = answered(begun(3), Samples.model("I will not.", reason)).ending();
    assertThat(ending).isNotNull();
    assertThat(ending.status()).isEqualTo(RunStatus.FAILED);
    assertThat(ending.reason()).isEqualTo("content_filtered");
  }

  /** Some providers say "stop" and wish all the same. */
  @Test
  void wishesCountWhateverTheFinishReason() {
    Work.Move move = answered(begun(3), Samples.model("", FinishReason.STOP, use("a")));
    assertThat(move.ending()).isNull();
    assertThat(move.next().wanted()).hasSize(1);
  }

  @Test
  void moreWishesThanAnybodyNeedsArePassedOver() {
    ToolUse[] many = Collections.nCopies(AgentWork.MAX_USES + 5, use("a")).toArray(ToolUse[]::new);
    assertThat(answered(begun(3), Samples.wishes(many)).next().wanted())
        .hasSize(AgentWork.MAX_USES);
  }

  // After.

  @Test
  void aToolLeavesOnceTheOthersOfItsStepHaveEnded() {
    AgentWork used = inOrder(use("b"), use("a"), use("c"), use("a"));
    assertThat(indexes(used)).containsExactly(1, 2, 3);

    AgentWork one = next(used.launched(NOW_MS).ended(call(1, 1), Samples.tool("1"), 2, NOW_MS));
    assertThat(one.wanted()).isEmpty();
    CallResult failed = Samples.failed(FailureKind.TOOL_ERROR);
    AgentWork both = next(one.ended(call(1, 3), failed, 2, NOW_MS));
    assertThat(both.wanted()).containsExactly(new CallSpec(call(1, 0), new UseTool(0, 0)));

    AgentWork last = next(both.launched(NOW_MS).ended(call(1, 2), Samples.tool("1"), 2, NOW_MS));
    assertThat(last.asking()).as("the follower flies").isFalse();
    assertThat(next(last.ended(call(1, 0), Samples.tool("1"), 2, NOW_MS)).asking()).isTrue();
  }

  @Test
  void aToolThatFollowsWhatNobodyAskedForLeavesAtOnce() {
    assertThat(indexes(inOrder(use("b"), use("c")))).containsExactly(0, 1);
  }

  @Test
  void whatIsRefusedForBeingTooManyNeitherWaitsNorIsWaitedFor() {
    AgentWork used = inOrder(use("b"), use("c"), use("c"), use("c"), use("a"), use("b"));

    assertThat(indexes(used)).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void aStepLastsUntilWhatFollowedInItHasEnded() {
    Agent agent =
        new Agent("m", "", List.of("a", "b"), 5, 4, Map.of("b", List.of("a")), null, Guard.USUAL);
    Transition begun =
        Working.start(
            Samples.facts(),
            Tally.NONE,
            -1,
            Samples.routing("r"),
            AgentWork.of(agent),
            AtLimit.NOTHING,
            NOW_MS);
    Run run = begun.next().launched(NOW_MS);
    run = ended(run, call(0, 0), Samples.wishes(use("a"), use("b")), NOW_MS + 1);
    run = ended(run, call(1, 0), Samples.tool("1"), NOW_MS + 2);
    assertThat(((Working) run).steps().get(1)).isEqualTo(new StepTimes(1, 2, NOW_MS + 1, 0));

    run = ended(run, call(1, 1), Samples.tool("1"), NOW_MS + 3);
    assertThat(((Working) run).steps())
        .startsWith(
            new StepTimes(0, 1, NOW_MS, NOW_MS + 1), new StepTimes(1, 2, NOW_MS + 1, NOW_MS + 3))
        .hasSize(3);
  }

  private static Run ended(Run run, CallId call, CallResult result, long atMs) {
    return run.on(new RunEvent.CallEnded(call, result, Charge.NONE), atMs).next().launched(atMs);
  }

  private static AgentWork inOrder(ToolUse... uses) {
    Map<String, List<String>> after = Map.of("b", List.of("a"));
    Agent agent = new Agent("m", "", List.of("a", "b", "c"), 5, 4, after, null, Guard.USUAL);
    AgentWork begun = next(AgentWork.of(agent).begin(Samples.RUN, 0, NOW_MS));
    return next(answered(begun, Samples.wishes(uses)));
  }

  private static List<Integer> indexes(AgentWork work) {
    return work.wanted().stream().map(spec -> spec.id().index()).toList();
  }

  @Test
  void timeAloneChangesNothing() {
    AgentWork work = begun(3);
    assertThat(work.timeCame(Samples.RUN, 1, NOW_MS)).isEqualTo(Work.Move.to(work));
    assertThat(work.wakeAtMs()).isEqualTo(Long.MAX_VALUE);
  }

  private static AgentWork begun(int maxSteps) {
    Agent agent = new Agent("m", "", List.of("a", "b"), maxSteps, 4, Map.of(), null, Guard.USUAL);
    return next(AgentWork.of(agent).begin(Samples.RUN, 0, NOW_MS));
  }

  private static Work.Move answered(AgentWork asking, CallResult result) {
    return asking.launched(NOW_MS).ended(call(0, 0), result, 1, NOW_MS);
  }

  private static AgentWork afterTool(AgentWork begun, CallResult result) {
    AgentWork flying = next(answered(begun, Samples.wishes(use("a")))).launched(NOW_MS);
    return next(flying.ended(call(1, 0), result, 2, NOW_MS));
  }

  private static AgentWork next(Work.Move move) {
    assertThat(move.ending()).isNull();
    return (AgentWork) move.next();
  }
}
