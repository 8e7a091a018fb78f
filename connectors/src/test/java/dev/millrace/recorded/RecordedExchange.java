// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import mockwebserver3.MockResponse;
import okio.Buffer;

/**
 * A request and what it was answered.
 *
 * @param source the file, and which of its exchanges
 * @param json as vcr writes it
 */
public record RecordedExchange(String source, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of one connection, and so not repeated on another. */
  private static final Set<String> OF_A_CONNECTION =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding");

  /** Where a recording does not say how the bytes of a stream came. */
  private static final int CHUNK_BYTES = 256;

  /** What it is, for people: the last part of its path that is a word. */
  public String kind() {
    String[] parts = path().split("[/:]");
    for (int i = parts.length - 1; i >= 0; i--) {
      if (parts[i].matches("[A-Za-z][A-Za-z_-]{2,40}")) {
        return parts[i];
      }
    }
    return "other";
  }

  public String uri() {
    return json.path("request").path("uri").asText();
  }

  /** Of the address, without its query. */
  String path() {
    return uri().replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("[?#].*$", "");
  }

  public String method() {
    return json.path("request").path("method").asText();
  }

  /** The body of the request. */
  public JsonNode request() throws IOException {
    return JSON.readTree(json.path("request").path("body").asText("{}"));
  }

  public int status() {
    JsonNode response = json.path("response");
    return response.path("status").path("code").asInt(response.path("status_code").asInt());
  }

  /** The answer as it went over the wire: with its headers, compressed if it was, and in chunks. */
  public MockResponse response() throws IOException {
    MockResponse.Builder response = new MockResponse.Builder().code(status()).clearHeaders();
    for (var header : json.path("response").path("headers").properties()) {
      if (!OF_A_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        header.getValue().forEach(v -> response.addHeaderLenient(header.getKey(), v.asText()));
      }
    }
    byte[] bytes = bytes();
    if (isZipped(bytes)) {
      response.setHeader("Content-Encoding", "gzip");
    }
    if (!isStream()) {
      return response.body(new Buffer().write(bytes)).build();
    }
    response.body(chunked(bytes)).removeHeader("Content-Length");
    return response.setHeader("Transfer-Encoding", "chunked").build();
  }

  /** The body of the answer as it was meant. */
  public String body() throws IOException {
    byte[] bytes = bytes();
    byte[] plain =
        isZipped(bytes)
            ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
            : bytes;
    return new String(plain, StandardCharsets.UTF_8);
  }

  private byte[] bytes() throws IOException {
    JsonNode body = json.path("response").path("body");
    JsonNode content = body.isObject() ? body.path("string") : body;
    return content.isBinary()
        ? content.binaryValue()
        : content.asText().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isZipped(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }

  /** Whether the answer came as events. */
  boolean isStream() {
    return json.path("response")
        .path("headers")
        .propertyStream()
        .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
        .anyMatch(header -> header.getValue().path(0).asText().startsWith("text/event-stream"));
  }

  /** An event a chunk, as providers send them; compressed ones in pieces of some size. */
  private static Buffer chunked(byte[] bytes) {
    Buffer chunked = new Buffer();
    boolean zipped = isZipped(bytes);
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean full = zipped ? i - from + 1 == CHUNK_BYTES : endsEvent(bytes, i);
      if (full || i == bytes.length - 1) {
        chunked.writeHexadecimalUnsignedLong(i - from + 1).writeUtf8("\r\n");
        chunked.write(bytes, from, i - from + 1).writeUtf8("\r\n");
        from = i + 1;
      }
    }
    return chunked.writeUtf8("0\r\n"); // the server ends the trailers, of which there are none
  }

  private static boolean endsEvent(byte[] bytes, int at) {
    return bytes[at] == '\n'
        && at > 0
        && (bytes[at - 1] == '\n' || (at > 1 && bytes[at - 1] == '\r' && bytes[at - 2] == '\n'));
  }
}
