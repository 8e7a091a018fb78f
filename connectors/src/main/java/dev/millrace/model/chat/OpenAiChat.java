// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.OpenAiErrors;
import dev.millrace.model.Protocol;
import dev.millrace.model.ProtocolAnswer;
import dev.millrace.model.ProviderError;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions: OpenAI, Azure, vLLM, Ollama and many more. */
public final class OpenAiChat implements Protocol {
  private final ChatRequestWriter writer;

  public OpenAiChat() {
    this(OutputLimit.MAX_COMPLETION_TOKENS);
  }

  /**
   * @param outputLimit the field that bounds an answer
   */
  public OpenAiChat(OutputLimit outputLimit) {
    this.writer = new ChatRequestWriter(outputLimit);
  }

  @Override
  public HttpUrl url(HttpUrl base, ModelRequest request) {
    return base.newBuilder().addPathSegments("chat/completions").build();
  }

  @Override
  public Map<String, String> headers(String apiKey) {
    return apiKey.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + apiKey);
  }

  @Override
  public byte[] body(ModelRequest request) {
    return writer.write(request);
  }

  @Override
  public ProtocolAnswer answer(ModelRequest request) {
    return new ChatAnswer(request);
  }

  @Override
  public @Nullable JsonNode errorIn(JsonNode body) {
    JsonNode root = body.isArray() ? body.path(0) : body;
    JsonNode error = root.path("error");
    if (error.isObject() || error.isTextual()) {
      return error;
    }
    boolean bare = root.path("object").asText("").equals("error");
    return bare ? root : null;
  }

  @Override
  public ProviderError error(int status, JsonNode error) {
    return OpenAiErrors.read(status, error);
  }
}
