// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.Protocol;
import dev.millrace.model.ProtocolAnswer;
import dev.millrace.model.ProviderError;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages: {@code /v1/messages}. */
public final class AnthropicMessages implements Protocol {
  private static final String VERSION = "2023-06-01";

  /** The fewest tokens that a model's prompt cache keeps. */
  public static int shortestCachedPrefix(String model) {
    return ClaudeModel.of(model).shortestCachedPrefix();
  }

  @Override
  public HttpUrl url(HttpUrl base, ModelRequest request) {
    return base.newBuilder().addPathSegment("messages").build();
  }

  @Override
  public Map<String, String> headers(String apiKey) {
    return apiKey.isEmpty()
        ? Map.of("anthropic-version", VERSION)
        : Map.of("anthropic-version", VERSION, "x-api-key", apiKey);
  }

  @Override
  public byte[] body(ModelRequest request) {
    return MessageRequestWriter.write(request);
  }

  @Override
  public ProtocolAnswer answer(ModelRequest request) {
    return new MessageAnswer(request);
  }

  @Override
  public @Nullable JsonNode errorIn(JsonNode body) {
    return MessageErrors.errorIn(body);
  }

  @Override
  public ProviderError error(int status, JsonNode error) {
    return MessageErrors.read(status, error);
  }
}
