// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.simulation.WholeBody;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Reads a call, has the desk answer it, and sends that after its time. Nothing in here blocks. */
final class DeskHandler extends Handler.Abstract.NonBlocking {
  static final int MAX_BODY_BYTES = 64 << 10;

  private final Desk desk;
  private final Latency latency;
  private final Scheduler timer;
  private final OnceOnly once = new OnceOnly();

  DeskHandler(Desk desk, Latency latency, Scheduler timer) {
    this.desk = desk;
    this.latency = latency;
    this.timer = timer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    WholeBody.read(
        request,
        request.getLength(),
        MAX_BODY_BYTES,
        body -> reply(request, body, response, callback),
        failure -> sendLater(unread(failure), waitMs(request), response, callback));
    return true;
  }

  private void reply(Request request, byte[] body, Response response, Callback callback) {
    try {
      sendLater(reply(request, body), waitMs(request), response, callback);
    } catch (RuntimeException bug) {
      callback.failed(bug);
    }
  }

  private static Reply unread(Throwable failure) {
    return failure instanceof WholeBody.TooLarge
        ? Reply.error(413, "too_large", "The body has more than " + MAX_BODY_BYTES + " bytes.")
        : Reply.badRequest("The body could not be read.");
  }

  private Reply reply(Request request, byte[] body) {
    JsonNode json = body.length == 0 ? MissingNode.getInstance() : parsed(body);
    if (json == null) {
      return Reply.badRequest("The body is not JSON.");
    }
    List<String> path = path(request);
    HttpCall call = new HttpCall(request.getMethod(), path, query(request), json);
    if (call.method().equals("GET")) {
      return answer(call);
    }
    String key = header(request, "Idempotency-Key");
    String fingerprint = call.method() + " " + path + " " + call.parameters() + " " + json;
    synchronized (once) {
      return once.reply(key, fingerprint, () -> answer(call));
    }
  }

  /** Worlds know nothing of threads: they are asked one call at a time. */
  private Reply answer(HttpCall call) {
    synchronized (once) {
      return desk.answer(call);
    }
  }

  private static @Nullable JsonNode parsed(byte[] body) {
    try {
      return DemoJson.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("bytes that cannot be read", e);
    }
  }

  /** Taken apart before it is decoded, so that an encoded slash or dot stays within its segment. */
  private static List<String> path(Request request) {
    List<String> segments = new ArrayList<>();
    for (String segment : request.getHttpURI().getPath().substring(1).split("/", -1)) {
      segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    return segments;
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    Request.extractQueryParameters(request).forEach(p -> query.put(p.getName(), p.getValue()));
    return query;
  }

  private static String header(Request request, String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  private int waitMs(Request request) {
    String uri = request.getHttpURI().getPathQuery();
    String place = uri.substring(1).split("[/?]", 2)[0];
    return latency.ofMs(place, request.getMethod(), uri);
  }

  private void sendLater(Reply reply, int waitMs, Response response, Callback callback) {
    if (waitMs == 0) {
      send(reply, response, callback);
    } else {
      timer.schedule(() -> send(reply, response, callback), waitMs, TimeUnit.MILLISECONDS);
    }
  }

  static void send(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(DemoJson.bytes(reply.body())), callback);
  }
}
