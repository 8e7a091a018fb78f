// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static dev.millrace.simulation.Client.chat;
import static dev.millrace.simulation.Client.events;
import static dev.millrace.simulation.Client.json;
import static dev.millrace.simulation.Client.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.call.Usage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedFaultsTest {

  private final SimulatedModelServer server =
      SimulatedModelServer.start(SimulatedModelSettings.defaults());
  private final Client client = new Client(server);

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "429, 429, requests",
    "quota, 429, insufficient_quota",
    "400, 400, invalid_request_error",
    "500, 500, server_error",
    "503, 503, server_error",
    "529, 529, overloaded_error",
    "stream_error, 500, server_error"
  })
  void failsInOpenAisShape(String fault, int status, String type) throws Exception {
    HttpResponse<String> response = client.post(chat("hi"), "X-Simulate", "fail=" + fault);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response.body()).at("/error/type").asText()).isEqualTo(type);
    assertThat(json(response.body()).at("/error/message").asText()).isNotEmpty();
    assertThat(server.stats().ended(fault)).isEqualTo(1);
  }

  @Test
  void saysWhenToComeBack() throws Exception {
    HttpResponse<String> response =
        client.post(chat("hi"), "X-Simulate", "fail=429;retry_after=1500");

    assertThat(response.headers().firstValue("retry-after")).contains("2");
    assertThat(response.headers().firstValue("retry-after-ms")).contains("1500");
    assertThat(response.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail=cut;cut_after=0", "fail=cut;cut_after=2", "fail=hang;hang=50"})
  void breaksTheConnectionOfAStream(String fault) {
    assertThatThrownBy(() -> client.post(streamed(chat("hi")), "X-Simulate", fault))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail=cut", "fail=hang;hang=50"})
  void breaksTheConnectionOfAWholeAnswer(String fault) {
    assertThatThrownBy(() -> client.post(chat("hi"), "X-Simulate", fault))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", "1000"})
  void sendsGarbageInAStream(String after) throws Exception {
    HttpResponse<String> response =
        client.post(streamed(chat("hi")), "X-Simulate", "fail=garbage;cut_after=" + after);
    List<String> events = events(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(events.get(events.size() - 1)).isNotEqualTo("[DONE]");
    assertThatThrownBy(() -> json(events.get(events.size() - 1))).isInstanceOf(IOException.class);
  }

  @Test
  void sendsGarbageAsAWhole() throws Exception {
    HttpResponse<String> response = client.post(chat("hi"), "X-Simulate", "fail=garbage");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> json(response.body())).isInstanceOf(IOException.class);
  }

  @Test
  void tellsAnErrorInsideAStream() throws Exception {
    HttpResponse<String> response =
        client.post(streamed(chat("hi")), "X-Simulate", "fail=stream_error;per_token=1");
    List<String> events = events(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(events.get(events.size() - 1)).at("/error/type").asText())
        .isEqualTo("server_error");
    assertThat(json(events.get(0)).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
  }

  /** A call's attempts share its key. */
  @Test
  void countsWhatItDeliveredToACallAlsoWhereItBrokeOff() throws Exception {
    client.post(chat("hi"), "Idempotency-Key", "whole");
    client.post(streamed(chat("hi")), "Idempotency-Key", "streamed");
    post("garbled", "fail=500");
    post("garbled", "fail=garbage;cut_after=2;per_token=1");

    SimulationStats stats = server.stats();
    Usage whole = stats.delivered("whole");
    assertThat(whole.outputTokens()).isGreaterThan(1);
    assertThat(stats.delivered("streamed")).isEqualTo(whole);
    assertThat(stats.delivered("garbled")).isEqualTo(Usage.of(whole.inputTokens(), 1));
    assertThat(stats.delivered("nobody")).isEqualTo(Usage.NONE);
  }

  private void post(String key, String simulate) throws Exception {
    client.post(streamed(chat("hi")), "Idempotency-Key", key, "X-Simulate", simulate);
  }

  @Test
  void failsOnlyTheFirstArrivalsIfToldSo() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int arrival = 0; arrival < 4; arrival++) {
      statuses.add(client.post(chat("hi"), "X-Simulate", "fail=500;arrivals=2").statusCode());
    }

    assertThat(statuses).containsExactly(500, 500, 200, 200);
  }

  @Test
  void meetsTheSameFateForTheSameSeedAndAnotherForAnother() throws Exception {
    List<Integer> once = statuses(1);

    assertThat(statuses(1)).isEqualTo(once).contains(200, 500);
    assertThat(statuses(2)).isNotEqualTo(once);
  }

  private static List<Integer> statuses(long seed) throws Exception {
    Behaviour behaviour = Behaviour.INSTANT.withFault(Fault.SERVER_ERROR, 0.5);
    List<Integer> statuses = new ArrayList<>();
    try (SimulatedModelServer seeded =
        SimulatedModelServer.start(
            SimulatedModelSettings.defaults().withSeed(seed).withBehaviour(behaviour))) {
      for (int at = 0; at < 30; at++) {
        statuses.add(new Client(seeded).post(chat("hi " + at % 10)).statusCode());
      }
    }
    return statuses;
  }
}
