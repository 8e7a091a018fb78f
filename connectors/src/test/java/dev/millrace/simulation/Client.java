// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of the server under test, as plain as can be. */
final class Client {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  Client(SimulatedModelServer server) {
    this.url = server.url();
  }

  static String chat(String user) {
    return "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
  }

  static String streamed(String body) {
    return body.replaceFirst(
        "\\{", "{\"stream\":true,\"stream_options\":{\"include_usage\":true},");
  }

  static JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return postTo("/v1/chat/completions", body, headers);
  }

  HttpResponse<String> postTo(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(path, body, headers), BodyHandlers.ofString());
  }

  HttpRequest request(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url.resolve(path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** The events of a stream's body, without their prefix. */
  static List<String> events(String body) {
    List<String> events = new ArrayList<>();
    for (String line : body.split("\n\n")) {
      events.add(line.replaceFirst("^data: ", ""));
    }
    return events;
  }
}
