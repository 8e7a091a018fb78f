// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Guard;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether an agent gets on, or goes round in circles. */
class TrailTest {
  private static final Guard SAME_CALL = new Guard(3, 0);
  private static final Guard NO_NEWS = new Guard(0, 2);

  private static ToolUse use(String tool, String arguments) {
    return new ToolUse("u", tool, arguments);
  }

  private static Trail step(Trail trail, ToolUse use, CallResult result) {
    return trail.asks(List.of(use)).tells(0, result).stepEnded();
  }

  @Test
  void theSameCallThriceWithTheSameResultIsARound() {
    ToolUse use = use("order", "{\"id\": 1, \"all\": true}");
    Trail twice = step(step(Trail.NONE, use, Samples.tool("{}")), use, Samples.tool("{}"));
    assertThat(twice.isRound(SAME_CALL)).isFalse();

    assertThat(step(twice, use, Samples.tool("{}")).isRound(SAME_CALL)).isTrue();
  }

  @Test
  void argumentsAndResultsThatSayTheSameAreTheSame() {
    Trail trail = Trail.NONE;
    trail = step(trail, use("order", "{\"id\":1,\"all\":true}"), Samples.tool("{\"a\":1,\"b\":2}"));
    trail =
        step(trail, use("order", "{ \"all\":true, \"id\":1}"), Samples.tool("{\"b\":2,\"a\":1}"));
    trail =
        step(trail, use("order", "{\"id\":1.0,\"all\":true}"), Samples.tool("{\"a\":1, \"b\":2}"));

    assertThat(trail.isRound(SAME_CALL)).isTrue();
  }

  @Test
  void otherArgumentsAreAnotherCall() {
    Trail trail = Trail.NONE;
    for (int id = 0; id < 3; id++) {
      trail = step(trail, use("order", "{\"id\":" + id + "}"), Samples.tool("{}"));
    }
    assertThat(trail.isRound(SAME_CALL)).isFalse();
  }

  /** Who asks again and again how far something is, and hears of it, gets on. */
  @Test
  void aResultThatChangesBeginsAnew() {
    Trail trail = Trail.NONE;
    for (String state : List.of("queued", "queued", "half", "half", "done")) {
      trail = step(trail, use("status", "{}"), Samples.tool(state));
      assertThat(trail.isRound(SAME_CALL)).isFalse();
    }
  }

  @Test
  void stepsThatBringNothingNewAreARound() {
    Trail trail = step(Trail.NONE, use("find", "{\"page\":1}"), Samples.tool("[]"));
    trail = step(trail, use("find", "{\"page\":2}"), Samples.tool("[]"));
    assertThat(trail.isRound(NO_NEWS)).isFalse();

    Trail again = step(trail, use("find", "{\"page\":3}"), Samples.tool("[ ]"));
    assertThat(again.isRound(NO_NEWS)).isTrue();
    Trail news = step(trail, use("find", "{\"page\":3}"), Samples.tool("[1]"));
    assertThat(news.isRound(NO_NEWS)).isFalse();
    assertThat(news.stale()).isZero();
  }

  @Test
  void oneNewResultOfAStepIsNews() {
    Trail trail = step(Trail.NONE, use("find", "{}"), Samples.tool("[]"));
    trail = trail.asks(List.of(use("find", "{}"), use("order", "{}")));
    trail = trail.tells(1, Samples.tool("{\"n\":1}")).tells(0, Samples.tool("[]")).stepEnded();

    assertThat(trail.stale()).isZero();
  }

  @Test
  void failuresAreResultsToo() {
    Trail trail = Trail.NONE;
    for (int i = 0; i < 3; i++) {
      trail = step(trail, use("order", "{}"), Samples.failed(FailureKind.TOOL_ERROR));
    }
    assertThat(trail.isRound(SAME_CALL)).isTrue();
    assertThat(trail.isRound(NO_NEWS)).isTrue();
    assertThat(trail.isRound(Guard.OFF)).isFalse();
  }

  @Test
  void itStaysSmall() {
    Trail trail = Trail.NONE;
    for (int i = 0; i < 1_000; i++) {
      trail = step(trail, use("order", "{\"id\":" + i + "}"), Samples.tool("{\"n\":" + i + "}"));
    }
    assertThat(trail.repeats()).hasSize(128);
    assertThat(trail.told()).hasSize(128);
    assertThat(trail.asking()).isEmpty();
  }
}
