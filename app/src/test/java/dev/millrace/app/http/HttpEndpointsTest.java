// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health("RUNNING", true, true));
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpEndpoints endpoints;

  @BeforeEach
  void listen() throws IOException {
    endpoints = HttpEndpoints.start("127.0.0.1", 0, meters, health::get);
  }

  @AfterEach
  void stop() {
    endpoints.close();
  }

  @Test
  void metersAreThereForPrometheus() throws Exception {
    meters.counter("millrace.things").increment(3);

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("millrace_things_total 3.0");
    assertThat(contentType(answer)).startsWith("text/plain");
  }

  @Test
  void openMetricsComesToWhoAsks() throws Exception {
    HttpRequest request =
        to("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0").build();

    HttpResponse<String> answer = send(request);

    assertThat(contentType(answer)).startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void aRunningInstanceIsWellAndReady() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body()).isEqualTo("{\"status\":\"up\",\"state\":\"RUNNING\"}");
    assertThat(get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void anInstanceThatRebalancesIsWellButNotReady() throws Exception {
    health.set(new Health("REBALANCING", true, false));

    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).isEqualTo("{\"ready\":false,\"state\":\"REBALANCING\"}");
  }

  @Test
  void aBrokenInstanceIsDown() throws Exception {
    health.set(new Health("ERROR", false, false));

    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).contains("\"down\"");
  }

  @Test
  void otherPathsAreNotFoundInJson() throws Exception {
    HttpResponse<String> answer = get("/../etc/passwd?x=<script>");

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(contentType(answer)).isEqualTo("application/json");
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/").statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    HttpResponse<String> answer =
        send(to("/health").POST(HttpRequest.BodyPublishers.ofString("x")).build());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void aTakenPortIsAnError() {
    int taken = endpoints.url().getPort();

    assertThatIOException()
        .isThrownBy(() -> HttpEndpoints.start("127.0.0.1", taken, meters, health::get));
  }

  private static String contentType(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path).build());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create(endpoints.url() + path.replace("<", "%3C").replace(">", "%3E")));
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
