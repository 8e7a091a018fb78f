// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Calls a desk as any client would, and as no client should. */
final class Caller {
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  Caller(URI url) {
    this.url = url;
  }

  record Answer(int status, JsonNode body) {
    String errorCode() {
      return body.at("/error/code").asText();
    }
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(at(path)).build());
  }

  Answer post(String path, String body) {
    return send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)).build());
  }

  Answer post(String path, String body, String key) {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  Answer send(String method, String path) {
    return send(HttpRequest.newBuilder(at(path)).method(method, BodyPublishers.noBody()).build());
  }

  private URI at(String path) {
    return URI.create(url + path);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), DemoJson.MAPPER.readTree(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The status line that follows a request line no library would send. */
  String raw(String requestLine) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      String request = requestLine + " HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
