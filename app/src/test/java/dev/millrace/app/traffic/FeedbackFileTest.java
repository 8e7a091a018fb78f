// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.run.RunId;
import dev.millrace.schemas.Feedback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeedbackFileTest {

  @TempDir private Path directory;

  @Test
  void whatALineLeavesOutIsGivenIt() throws IOException {
    List<Feedback> all =
        read(
            """
            {"request_id": "r-1", "success": true}
            {"request_id": "r-2", "tenant": "other", "score": 0.25, "comment": "so so"}
            """);

    assertThat(all).extracting(Feedback::getTenant).containsExactly("usual", "other");
    assertThat(all).extracting(Feedback::getSuccess).containsExactly(true, null);
    assertThat(all).extracting(Feedback::getScore).containsExactly(null, 0.25);
  }

  @Test
  void tellsEveryLineThatIsNoFeedback() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"request_id": "r-1", "succes": true}
                    {"success": true}
                    {"request_id": "r-3"}
                    {"request_id": "r-4", "success": false}
                    {"request_id": "r-5", "success": "yes"}
                    """))
        .isInstanceOf(RecordFileException.class)
        .hasMessageContaining("line 1: unknown field succes; there are request_id")
        .hasMessageContaining("line 2: feedback needs a request_id")
        .hasMessageContaining("line 3: feedback says success, or a score")
        .hasMessageNotContaining("line 4")
        .hasMessageContaining("line 5: ");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("needs a tenant", feedback -> feedback.setTenant(" ")),
        mistake("more than 256", feedback -> feedback.setRequestId("r".repeat(257))),
        mistake("is not that request's", feedback -> feedback.setRunId("r-2")),
        mistake("from 0 to 1, not 1.01", feedback -> feedback.setScore(1.01)),
        mistake("from 0 to 1, not -0.5", feedback -> feedback.setScore(-0.5)),
        mistake("from 0 to 1, not NaN", feedback -> feedback.setScore(Double.NaN)),
        mistake("source has more", feedback -> feedback.setSource("s".repeat(101))),
        mistake("comment has more", feedback -> feedback.setComment("c".repeat(2_001))),
        mistake("before 1970", feedback -> feedback.setAtMs(-1)));
  }

  private static Arguments mistake(String told, Consumer<Feedback> change) {
    Feedback feedback = good();
    change.accept(feedback);
    return Arguments.of(told, feedback);
  }

  private static Feedback good() {
    return Feedback.newBuilder()
        .setTenant("acme")
        .setRequestId("r-1")
        .setRunId(RunId.of("acme", "r-1").value())
        .setSuccess(true)
        .setScore(1.0)
        .build();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatIsOfNoUseIsRefused(String told, Feedback feedback) {
    assertThat(FeedbackRules.mistake(feedback)).get().asString().contains(told);
  }

  @Test
  void whatMakesSenseIsNot() {
    assertThat(FeedbackRules.mistake(good())).isEmpty();
  }

  private List<Feedback> read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("feedback.jsonl"), text);
    return FeedbackFile.read(
        file,
        feedback -> {
          if (feedback.getTenant().isEmpty()) {
            feedback.setTenant("usual");
          }
          return feedback;
        });
  }
}
