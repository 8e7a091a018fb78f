// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A request and its response, which is written now or later and never blocks a thread. */
final class Exchange {

  private final Request request;
  private final Response response;
  private final Callback callback;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  String header(String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void respond(JsonNode body) {
    respond(200, Map.of(), body);
  }

  void respond(ApiError error) {
    respond(error.status(), error.headers(), error.json());
  }

  private void respond(int status, Map<String, String> headers, JsonNode body) {
    response.setStatus(status);
    headers.forEach(this::setHeader);
    begin("application/json");
    finish(body.toString());
  }

  void begin(String contentType) {
    setHeader(HttpHeader.CONTENT_TYPE.asString(), contentType);
  }

  void promiseLength(int bytes) {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
  }

  /** Writes a part; exactly one of the two is run afterwards, on some thread. */
  void write(String part, Runnable written, Runnable gone) {
    response.write(
        false,
        bytes(part),
        Callback.from(
            written,
            failure -> {
              gone.run();
              callback.failed(failure);
            }));
  }

  void finish(String last) {
    response.write(true, bytes(last), callback);
  }

  /** Closes the connection without an end of the answer. */
  void breakOff() {
    if (!response.isCommitted()) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
    }
    callback.failed(new EOFException("broken off, as told"));
  }

  /** For a bug of ours; Jetty answers 500. */
  void fail(Throwable bug) {
    callback.failed(bug);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
