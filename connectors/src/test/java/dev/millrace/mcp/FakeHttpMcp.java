// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;

/** A server over streamable HTTP, with sessions that a test can make it forget. */
public final class FakeHttpMcp extends Dispatcher implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger sessions = new AtomicInteger();
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();
  final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  final BlockingQueue<Headers> headers = new LinkedBlockingQueue<>();
  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  volatile String description = "Says it again.";
  volatile boolean streams;
  volatile int answersWith;

  public FakeHttpMcp() throws IOException {
    server.setDispatcher(this);
    server.start();
  }

  public String url() {
    return server.url("/mcp").toString();
  }

  void forgetSessions() {
    known.clear();
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String session = request.getHeaders().get("Mcp-Session-Id");
    if (request.getMethod().equals("DELETE")) {
      ended.add(String.valueOf(session));
      return new MockResponse.Builder().code(200).build();
    }
    if (answersWith != 0) {
      return new MockResponse.Builder().code(answersWith).setHeader("Retry-After", "3").build();
    }
    JsonNode message = FakeMcp.json(Objects.requireNonNull(request.getBody()).utf8());
    messages.add(message);
    headers.add(request.getHeaders());
    boolean first = message.path("method").asText().equals("initialize");
    if (!first && (session == null || !known.containsKey(session))) {
      return new MockResponse.Builder().code(404).build();
    }
    return answer(message, first);
  }

  private MockResponse answer(JsonNode message, boolean first) {
    MockResponse.Builder response = new MockResponse.Builder();
    if (first) {
      String id = "s" + sessions.incrementAndGet();
      known.put(id, true);
      response.setHeader("Mcp-Session-Id", id);
    }
    if (!message.has("id") || !message.has("method")) {
      return response.code(202).build();
    }
    List<String> replies = FakeMcp.replies(message, description);
    String tool = message.path("params").path("name").asText();
    if (tool.equals("silent")) {
      return response.onResponseStart(SocketEffect.Stall.INSTANCE).build();
    }
    if (tool.equals("cut")) {
      return response.setHeader("Content-Type", "text/event-stream").body(": hello\n\n").build();
    }
    if (streams || replies.size() > 1) {
      StringBuilder events = new StringBuilder("id: 1\ndata:\n\n");
      replies.forEach(
          reply -> events.append("event: message\ndata: ").append(reply).append("\n\n"));
      return response
          .setHeader("Content-Type", "text/event-stream")
          .body(events.toString())
          .build();
    }
    return response.setHeader("Content-Type", "application/json").body(replies.get(0)).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
