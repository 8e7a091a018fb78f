// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.OpenAiErrors;
import dev.millrace.model.Protocol;
import dev.millrace.model.ProtocolAnswer;
import dev.millrace.model.ProviderError;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** OpenAI's Responses: {@code /v1/responses}, of which nothing is stored there. */
public final class OpenAiResponses implements Protocol {

  @Override
  public HttpUrl url(HttpUrl base, ModelRequest request) {
    return base.newBuilder().addPathSegment("responses").build();
  }

  @Override
  public Map<String, String> headers(String apiKey) {
    return apiKey.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + apiKey);
  }

  @Override
  public byte[] body(ModelRequest request) {
    return ResponseRequestWriter.write(request);
  }

  @Override
  public ProtocolAnswer answer(ModelRequest request) {
    return new ResponseAnswer(request);
  }

  /** An error stands by itself, in an event of its own, or in a response that failed. */
  @Override
  public @Nullable JsonNode errorIn(JsonNode body) {
    JsonNode response = body.path("response").isObject() ? body.path("response") : body;
    for (JsonNode error : new JsonNode[] {body.path("error"), response.path("error")}) {
      if (error.isObject() || error.isTextual()) {
        return error;
      }
    }
    boolean failed = response.path("status").asText("").equals("failed");
    return failed || body.path("type").asText("").equals("error") ? body : null;
  }

  @Override
  public ProviderError error(int status, JsonNode error) {
    return OpenAiErrors.read(status, error);
  }
}
