// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/** Mappings of WireMock, in the shape of vcr's interactions. */
final class WireMock {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireMock() {}

  static JsonNode asInteraction(JsonNode mapping) {
    JsonNode asked = mapping.path("request");
    JsonNode answered = mapping.path("response");
    ObjectNode interaction = JSON.createObjectNode();
    ObjectNode request = interaction.putObject("request");
    request.put("method", asked.path("method").asText());
    request.put("uri", asked.path("url").asText());
    request.put("body", asked.path("bodyPatterns").path(0).path("equalToJson").asText());
    ObjectNode response = interaction.putObject("response");
    response.putObject("status").put("code", answered.path("status").asInt());
    response.set("body", body(answered));
    ObjectNode headers = response.putObject("headers");
    for (var header : answered.path("headers").properties()) {
      ArrayNode values = headers.putArray(header.getKey());
      if (header.getValue().isArray()) {
        values.addAll((ArrayNode) header.getValue());
      } else {
        values.add(header.getValue());
      }
    }
    return interaction;
  }

  private static JsonNode body(JsonNode answered) {
    ObjectNode body = JSON.createObjectNode();
    return answered.has("base64Body")
        ? body.put("string", Base64.getDecoder().decode(answered.path("base64Body").asText()))
        : body.put("string", answered.path("body").asText());
  }
}
