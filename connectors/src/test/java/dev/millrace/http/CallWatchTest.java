// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.TimePart;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** The events of calls, at told moments. Some of them bring nothing that is looked at. */
@SuppressWarnings("NullAway")
class CallWatchTest {
  private static final HttpUrl URL = HttpUrl.get("https://api.test/");
  private static final Request GET = new Request.Builder().url(URL).build();
  private static final Request POST =
      GET.newBuilder().post(RequestBody.create(new byte[] {1})).build();
  private static final Response RESPONSE =
      new Response.Builder().request(GET).protocol(Protocol.HTTP_2).code(200).message("").build();
  private static final Call CALL = new OkHttpClient().newCall(GET);

  private long nowMs = 1_000;
  private final CallWatch watch = new CallWatch(this::nanos, nanos());

  @Test
  void aFirstCallConnects() {
    after(5).enter(TimePart.REQUEST);
    after(1).proxySelectStart(CALL, URL);
    after(20).connectStart(CALL, null, null);
    after(30).secureConnectStart(CALL);
    after(40).secureConnectEnd(CALL, null);
    after(2).connectionAcquired(CALL, null);
    answered(POST);

    assertThat(parts())
        .containsExactlyEntriesOf(
            parts(
                Map.of(
                    TimePart.QUEUE, 5,
                    TimePart.CONNECT, 52,
                    TimePart.TLS, 40,
                    TimePart.REQUEST, 5,
                    TimePart.FIRST_BYTE, 100,
                    TimePart.BODY, 500,
                    TimePart.PARSE, 7)));
    assertThat(watch.isByAnOldOne()).isFalse();
  }

  @Test
  void aCallOverAConnectionThatIsThereHasNoPartsOfConnecting() {
    after(5).enter(TimePart.REQUEST);
    after(1).connectionAcquired(CALL, null);
    answered(GET);

    assertThat(parts())
        .containsExactlyEntriesOf(
            parts(
                Map.of(
                    TimePart.QUEUE, 5,
                    TimePart.REQUEST, 3,
                    TimePart.FIRST_BYTE, 100,
                    TimePart.BODY, 500,
                    TimePart.PARSE, 7)));
    assertThat(watch.isByAnOldOne()).isTrue();
  }

  @Test
  void aRedirectAddsToTheSameParts() {
    after(5).enter(TimePart.REQUEST);
    after(0).connectionAcquired(CALL, null);
    answered(GET);
    answered(GET);

    assertThat(parts())
        .containsEntry(TimePart.FIRST_BYTE, Duration.ofMillis(200))
        .containsEntry(TimePart.BODY, Duration.ofMillis(1_000));
  }

  @Test
  void whatBreaksOffIsTheLastPart() {
    after(5).enter(TimePart.REQUEST);
    after(1).proxySelectStart(CALL, URL);
    after(9_000);

    assertThat(parts())
        .containsExactlyEntriesOf(
            parts(Map.of(TimePart.QUEUE, 5, TimePart.REQUEST, 1, TimePart.CONNECT, 9_000)));
  }

  @Test
  void whatWaitsHasWaited() {
    after(70);

    assertThat(parts()).containsExactlyEntriesOf(parts(Map.of(TimePart.QUEUE, 70)));
  }

  /**
   * Two milliseconds to send the head, and two the body, 100 of silence, 500 of answer, 7 of ours.
   */
  private void answered(Request request) {
    after(0).requestHeadersStart(CALL);
    after(2).requestHeadersEnd(CALL, request);
    if (request.body() != null) {
      after(2).requestBodyEnd(CALL, 1);
    }
    after(100).responseHeadersEnd(CALL, RESPONSE);
    after(500).enter(TimePart.PARSE);
    after(7);
  }

  private CallWatch after(long ms) {
    nowMs += ms;
    return watch;
  }

  private long nanos() {
    return nowMs * 1_000_000;
  }

  private Map<TimePart, Duration> parts() {
    return watch.parts(nanos());
  }

  private static Map<TimePart, Duration> parts(Map<TimePart, Integer> ms) {
    Map<TimePart, Duration> parts = new EnumMap<>(TimePart.class);
    ms.forEach((part, took) -> parts.put(part, Duration.ofMillis(took)));
    return parts;
  }
}
