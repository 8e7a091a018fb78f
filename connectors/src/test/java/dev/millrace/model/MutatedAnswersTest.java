// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.http.LimitedSource;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.model.gemini.Gemini;
import dev.millrace.model.responses.OpenAiResponses;
import dev.millrace.price.Price;
import dev.millrace.price.Rates;
import dev.millrace.recorded.RecordedExchange;
import dev.millrace.recorded.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Headers;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every byte a provider can send: an answer or a failure, never an exception, a hang or more than
 * was sent. Where more {@link Mutations} are asked for they are of the recordings of others too, if
 * those are here.
 */
class MutatedAnswersTest {
  private static final Path WIRE = Path.of("src/test/resources/dev/millrace/model/wire");
  private static final int MAX_BYTES = 200_000;
  private static final int[] STATUSES = {400, 401, 404, 409, 413, 429, 500, 503, 529};

  private static final long DOLLARS = 1_000_000_000_000L;

  /** As dear as a pipeline file can say; what any usage costs has to fit a long. */
  private static final Price DEAREST =
      Price.flat("v", "USD", new Rates(DOLLARS, DOLLARS, 0, DOLLARS, DOLLARS));

  private static final ModelRequest REQUEST =
      new ModelRequest(
          "c",
          "claude-sonnet-4-5",
          List.of(new UserMessage("hello")),
          List.of(),
          64,
          null,
          "{\"type\":\"object\",\"properties\":{}}",
          Duration.ofSeconds(1));

  static Stream<Arguments> protocols() {
    return Stream.of(
        Arguments.of("openai-chat", new OpenAiChat(), "/chat/completions"),
        Arguments.of("anthropic", new AnthropicMessages(), "/v1/messages"),
        Arguments.of("openai-responses", new OpenAiResponses(), "/v1/responses"),
        Arguments.of("gemini", new Gemini(), "enerateContent"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  @Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
  void everyMutationIsAnAnswerOrAFailure(String folder, Protocol protocol, String path)
      throws IOException {
    List<byte[]> answers = own(folder);
    if (Mutations.areMany()) {
      Recordings.with(path).forEach(exchange -> answers.add(bytes(exchange)));
    }
    Mutations.of(
        folder,
        answers,
        (mutated, seed) -> {
          boolean answered = readBody(protocol, mutated, seed % 2 == 0);
          readError(protocol, mutated, STATUSES[(int) (seed % STATUSES.length)]);
          return answered;
        });
  }

  /** Whether there was an answer. */
  private static boolean readBody(Protocol protocol, byte[] bytes, boolean labelled) {
    ProtocolAnswer answer = protocol.answer(REQUEST);
    BodyReader reader = new BodyReader(protocol, answer, Duration.ofSeconds(1), () -> {});
    Failure failure;
    try {
      BufferedSource body = LimitedSource.of(ResponseBody.create(bytes, null), MAX_BYTES);
      failure = reader.read(labelled, body, Headers.EMPTY, Instant.EPOCH);
    } catch (IOException e) {
      failure = Failure.of(FailureKind.CUT_STREAM, String.valueOf(e.getMessage()));
    }
    ModelResponse response = answer.toResponse();
    assertCanBePaid(answer.usage());
    assertCanBePaid(reader.usageOfFailure());
    assertThat(failure == null || failure.detail().length() < 200).isTrue();
    long kept = (long) response.text().length() + response.model().length();
    for (ToolUse use : response.toolUses()) {
      kept += (long) use.arguments().length() + use.name().length() + use.signature().length();
    }
    assertThat(kept).isLessThanOrEqualTo(2L * bytes.length + 1_000);
    return failure == null;
  }

  private static void readError(Protocol protocol, byte[] bytes, int status) throws IOException {
    JsonNode body;
    try {
      body = WireJson.read(new String(bytes, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return;
    }
    JsonNode error = protocol.errorIn(body);
    if (error != null) {
      Failure failure =
          protocol.error(status, error).toFailure(status, Headers.EMPTY, Instant.EPOCH);
      assertThat(failure.detail()).hasSizeLessThan(200);
    }
  }

  private static void assertCanBePaid(Usage usage) {
    assertThat(DEAREST.amountNanos(usage)).isNotNegative();
    assertThat(usage.cacheReadInputTokens() + usage.cacheWriteInputTokens())
        .isLessThanOrEqualTo(usage.inputTokens());
    assertThat(usage.reasoningOutputTokens()).isLessThanOrEqualTo(usage.outputTokens());
  }

  private static List<byte[]> own(String folder) throws IOException {
    List<byte[]> answers = new ArrayList<>();
    try (Stream<Path> files = Files.list(WIRE.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        answers.add(Files.readAllBytes(file));
      }
    }
    assertThat(answers).isNotEmpty();
    return answers;
  }

  private static byte[] bytes(RecordedExchange exchange) {
    try {
      return exchange.body().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
