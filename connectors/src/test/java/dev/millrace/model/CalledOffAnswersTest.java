// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.CalledOffException;
import dev.millrace.call.Outcome;
import dev.millrace.call.Usage;
import dev.millrace.http.RawServer;
import dev.millrace.model.anthropic.AnthropicMessages;
import dev.millrace.model.chat.OpenAiChat;
import dev.millrace.token.TokenCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that somebody calls off in the middle. */
class CalledOffAnswersTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  private static final String ROLE =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
  private static final String WORDS =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It is on its way\"}}]}\n\n";

  @Test
  void whatHadComeIsCountedAsOfAStreamThatWasCut() throws Exception {
    ModelRequest request = Provider.request("gpt-4o");

    Usage soFar = calledOff(new OpenAiChat(), request, HEAD + ROLE + WORDS, 2);

    TokenCounter counter = TokenCounter.forModel("gpt-4o");
    int input = counter.countMessages(request.messages(), List.of());
    int output = counter.count("It is on its way");
    assertThat(soFar).isEqualTo(Usage.of(input, output).asEstimate());
  }

  @Test
  void inputThatWasToldIsTaken() throws Exception {
    String start =
        "data: {\"type\":\"message_start\",\"message\":{\"usage\":"
            + "{\"input_tokens\":7,\"cache_read_input_tokens\":90,\"output_tokens\":1}}}\n\n";
    String words =
        "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"text_delta\",\"text\":\"It is on its way\"}}\n\n";

    ModelRequest request = Provider.request("claude-sonnet-4-5");
    Usage soFar = calledOff(new AnthropicMessages(), request, HEAD + start + words, 2);

    int output = TokenCounter.forModel("claude-sonnet-4-5").count("It is on its way");
    Usage expected = Usage.of(97, output).withCache(90, 0, 0).asEstimate();
    assertThat(soFar).isEqualTo(expected);
  }

  @Test
  void beforeTheFirstWordNobodyKnows() throws Exception {
    assertThat(calledOff(new OpenAiChat(), Provider.request("gpt-4o"), HEAD + ROLE, 1)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"o3-mini", "openai/gpt-5-mini"})
  void norWhereAModelThinksUnseen(String model) throws Exception {
    ModelRequest request = Provider.request(model);

    assertThat(calledOff(new OpenAiChat(), request, HEAD + WORDS, 1)).isNull();

    ModelOptions noThought = request.options().withReasoningEffort(ReasoningEffort.NONE);
    assertThat(calledOff(new OpenAiChat(), request.withOptions(noThought), HEAD + WORDS, 1))
        .isNotNull();
  }

  @Test
  void norWhereItWasAskedToThinkOrWhatIsRejectedOfAPredictionIsBilled() throws Exception {
    ModelRequest plain = Provider.request("gpt-4o");
    ModelOptions thought = plain.options().withReasoningEffort(ReasoningEffort.LOW);
    ModelOptions predicted = plain.options().withPrediction("It is lost");

    for (ModelOptions options : List.of(thought, predicted)) {
      assertThat(calledOff(new OpenAiChat(), plain.withOptions(options), HEAD + WORDS, 1)).isNull();
    }
  }

  @Test
  void ofSeveralServersAsOneItIsKnownToo() throws Exception {
    try (RawServer server = new RawServer(HEAD + WORDS, RawServer.End.HANG);
        ReplicatedModelClient client =
            new ReplicatedModelClient(
                List.of(server.url()),
                url -> client(new OpenAiChat(), url),
                Duration.ofSeconds(10),
                () -> 0)) {
      CompletableFuture<Outcome<ModelResponse>> call = client.send(Provider.request("gpt-4o"));
      assertThat(server.awaitAnswered()).isTrue();

      call.cancel(true);

      assertThat(call).isCancelled();
      assertThat(server.awaitClientGone()).isTrue();
      assertThat(call.handle((outcome, thrown) -> thrown instanceof CalledOffException).join())
          .isTrue();
    }
  }

  /** What is told of a call that is called off once so many events were read. */
  private static @Nullable Usage calledOff(
      Protocol protocol, ModelRequest request, String bytes, int events) throws Exception {
    Watched watched = new Watched(protocol, events);
    try (RawServer server = new RawServer(bytes, RawServer.End.HANG);
        HttpModelClient client = client(watched, server.url())) {
      CompletableFuture<Outcome<ModelResponse>> call = client.send(request);
      assertThat(watched.read.await(10, TimeUnit.SECONDS)).isTrue();

      call.cancel(true);

      assertThat(call).isCancelled();
      return call.handle((outcome, thrown) -> CalledOffException.soFar(thrown)).join();
    }
  }

  private static HttpModelClient client(Protocol protocol, String url) {
    HttpModelSettings settings = HttpModelSettings.of("test", url, () -> "");
    return new HttpModelClient(settings, protocol, Provider.NOON);
  }

  /** A protocol that tells when so many events of an answer were read. */
  private static final class Watched implements Protocol {
    private final Protocol protocol;
    private final CountDownLatch read;

    Watched(Protocol protocol, int events) {
      this.protocol = protocol;
      this.read = new CountDownLatch(events);
    }

    @Override
    public ProtocolAnswer answer(ModelRequest request) {
      ProtocolAnswer answer = protocol.answer(request);
      return new ProtocolAnswer() {
        @Override
        public void add(JsonNode event) throws MalformedAnswerException {
          answer.add(event);
          read.countDown();
        }

        @Override
        public void addWhole(JsonNode body) throws MalformedAnswerException {
          answer.addWhole(body);
        }

        @Override
        public boolean hasBegun() {
          return answer.hasBegun();
        }

        @Override
        public boolean hasContent() {
          return answer.hasContent();
        }

        @Override
        public boolean isFinished() {
          return answer.isFinished();
        }

        @Override
        public boolean isOver() {
          return answer.isOver();
        }

        @Override
        public ModelResponse toResponse() {
          return answer.toResponse();
        }

        @Override
        public Usage usage() {
          return answer.usage();
        }

        @Override
        public @Nullable Usage usageSoFar() {
          return answer.usageSoFar();
        }
      };
    }

    @Override
    public HttpUrl url(HttpUrl base, ModelRequest request) {
      return protocol.url(base, request);
    }

    @Override
    public Map<String, String> headers(String apiKey) {
      return protocol.headers(apiKey);
    }

    @Override
    public byte[] body(ModelRequest request) {
      return protocol.body(request);
    }

    @Override
    public @Nullable JsonNode errorIn(JsonNode body) {
      return protocol.errorIn(body);
    }

    @Override
    public ProviderError error(int status, JsonNode error) {
      return protocol.error(status, error);
    }
  }
}
