// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.Protocol;
import dev.millrace.model.ProtocolAnswer;
import dev.millrace.model.ProviderError;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code generateContent}. The key goes into a header: in an address it would be logged.
 */
public final class Gemini implements Protocol {

  /** A name with a slash, such as {@code tunedModels/mine}, says itself what it is of. */
  /** The fewest tokens that a model's prompt cache keeps. */
  public static int shortestCachedPrefix(String model) {
    return GeminiModel.of(model).shortestCachedPrefix();
  }

  @Override
  public HttpUrl url(HttpUrl base, ModelRequest request) {
    String model = request.model();
    String path = model.indexOf('/') < 0 ? "models/" + model : model;
    HttpUrl.Builder url = base.newBuilder();
    return request.options().streaming()
        ? url.addPathSegments(path + ":streamGenerateContent")
            .setQueryParameter("alt", "sse")
            .build()
        : url.addPathSegments(path + ":generateContent").build();
  }

  @Override
  public Map<String, String> headers(String apiKey) {
    return apiKey.isEmpty() ? Map.of() : Map.of("x-goog-api-key", apiKey);
  }

  @Override
  public byte[] body(ModelRequest request) {
    return ContentRequestWriter.write(request);
  }

  @Override
  public ProtocolAnswer answer(ModelRequest request) {
    return new ContentAnswer(request);
  }

  /** Errors come as an object, and from some servers as a list of one. */
  @Override
  public @Nullable JsonNode errorIn(JsonNode body) {
    JsonNode error = (body.isArray() ? body.path(0) : body).path("error");
    return error.isObject() || error.isTextual() ? error : null;
  }

  @Override
  public ProviderError error(int status, JsonNode error) {
    return ContentErrors.read(status, error);
  }
}
