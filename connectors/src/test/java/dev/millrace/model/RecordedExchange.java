// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import mockwebserver3.MockResponse;
import okio.Buffer;

/**
 * A request and what it was answered.
 *
 * @param json as the recorder wrote it
 */
public record RecordedExchange(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String uri() {
    return json.path("request").path("uri").asText();
  }

  /** The body of the request. */
  public JsonNode request() throws IOException {
    return JSON.readTree(json.path("request").path("body").asText("{}"));
  }

  public int status() {
    JsonNode response = json.path("response");
    return response.path("status").path("code").asInt(response.path("status_code").asInt());
  }

  /** The answer as it went over the wire: compressed, if it was. */
  public MockResponse response() throws IOException {
    MockResponse.Builder response = new MockResponse.Builder().code(status());
    header("content-type", response);
    byte[] bytes = bytes();
    if (isZipped(bytes)) {
      response.setHeader("Content-Encoding", "gzip");
    }
    return response.body(new Buffer().write(bytes)).build();
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

  private void header(String name, MockResponse.Builder response) {
    json.path("response")
        .path("headers")
        .propertyStream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .forEach(header -> response.setHeader(name, header.getValue().path(0).asText()));
  }
}
