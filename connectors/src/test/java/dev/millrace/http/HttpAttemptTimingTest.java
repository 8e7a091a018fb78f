// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.Outcome;
import dev.millrace.call.TimePart;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls whose clock goes on only where the server, or who reads the answer, says so. */
class HttpAttemptTimingTest {
  private static final Duration READING = Duration.ofMillis(7);

  private final AtomicLong clock = new AtomicLong();
  private final MockWebServer server = new MockWebServer();
  private final Scripted script = new Scripted();
  private OkHttpClient http = HttpClients.create("test", Duration.ofSeconds(5));

  @AfterEach
  void stop() {
    HttpClients.close(http);
    server.close();
  }

  @Test
  void onlyTheFirstCallConnects() throws Exception {
    start();
    script.thenAfter(Duration.ofMillis(300), ok()).thenAfter(Duration.ofMillis(200), ok());

    Timing first = call();
    Timing second = call();

    assertThat(first.parts())
        .containsOnlyKeys(
            TimePart.QUEUE,
            TimePart.CONNECT,
            TimePart.REQUEST,
            TimePart.FIRST_BYTE,
            TimePart.BODY,
            TimePart.PARSE)
        .containsEntry(TimePart.FIRST_BYTE, Duration.ofMillis(300))
        .containsEntry(TimePart.PARSE, READING);
    assertThat(second.parts())
        .containsOnlyKeys(
            TimePart.QUEUE, TimePart.REQUEST, TimePart.FIRST_BYTE, TimePart.BODY, TimePart.PARSE)
        .containsEntry(TimePart.FIRST_BYTE, Duration.ofMillis(200));
    assertThat(second.total()).isEqualTo(Duration.ofMillis(207));
  }

  @Test
  void securingTheConnectionIsAPartOfItsOwn() throws Exception {
    HeldCertificate own =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    http = HttpClients.trusting(http, own.certificatePem());
    start();
    script.thenAfter(Duration.ZERO, ok()).thenAfter(Duration.ZERO, ok());

    assertThat(call().parts()).containsKeys(TimePart.CONNECT, TimePart.TLS);
    assertThat(call().parts()).doesNotContainKeys(TimePart.CONNECT, TimePart.TLS);
  }

  @Test
  void aSecondTrySharesNoPartWithTheFirst() throws Exception {
    start();
    script
        .thenAfter(Duration.ZERO, ok())
        .thenAfter(Duration.ofSeconds(20), hangsUp())
        .thenAfter(Duration.ofSeconds(3), ok());
    call();

    Timing repeated = call();

    assertThat(repeated.parts())
        .containsEntry(TimePart.LOST, Duration.ofSeconds(20))
        .containsEntry(TimePart.CONNECT, Duration.ZERO)
        .containsEntry(TimePart.FIRST_BYTE, Duration.ofSeconds(3))
        .containsEntry(TimePart.PARSE, READING);
    assertThat(repeated.total()).isEqualTo(Duration.ofSeconds(23).plus(READING));
  }

  @Test
  void theTimeOfABrokenCallIsInThePartInWhichItBroke() throws Exception {
    start();
    script.thenAfter(Duration.ofSeconds(4), hangsUp());

    Timing broken = call();

    assertThat(broken.parts())
        .containsEntry(TimePart.FIRST_BYTE, Duration.ofSeconds(4))
        .doesNotContainKeys(TimePart.BODY, TimePart.PARSE);
    assertThat(broken.total()).isEqualTo(Duration.ofSeconds(4));
  }

  private void start() throws IOException {
    server.setDispatcher(script);
    server.start();
  }

  private Timing call() throws Exception {
    Request request = new Request.Builder().url(server.url("/")).build();
    Timing timing =
        HttpAttempt.repeatable(http, request, Duration.ofMinutes(1), new Slow(), clock::get)
            .get(20, TimeUnit.SECONDS)
            .timing();
    Duration sum = timing.parts().values().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(sum).isEqualTo(timing.total());
    return timing;
  }

  private static MockResponse ok() {
    return new MockResponse.Builder().body("hello").build();
  }

  private static MockResponse hangsUp() {
    return new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseSocket(true, true, true))
        .build();
  }

  /** Answers in turn, each after a time. */
  private final class Scripted extends Dispatcher {
    private record Step(Duration after, MockResponse response) {}

    private final Queue<Step> steps = new ArrayDeque<>();

    synchronized Scripted thenAfter(Duration time, MockResponse response) {
      steps.add(new Step(time, response));
      return this;
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
      Step step = steps.remove();
      clock.addAndGet(step.after.toNanos());
      return step.response;
    }
  }

  /** Reads what came, and takes a time for it. */
  private final class Slow implements HttpAttempt.Reader<String> {
    @Override
    public Outcome<String> read(Response response, HttpAttempt<String> attempt) throws IOException {
      String text = response.body().string();
      clock.addAndGet(READING.toNanos());
      return new Outcome.Succeeded<>(text, Usage.NONE, attempt.timing());
    }

    @Override
    public Outcome<String> failed(IOException e, HttpAttempt<String> attempt) {
      return Outcome.failed(HttpFailures.of(e, attempt), attempt.timing());
    }
  }
}
