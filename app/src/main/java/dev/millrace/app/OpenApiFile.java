// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.http.HttpClients;
import dev.millrace.http.LimitedSource;
import dev.millrace.openapi.OpenApiDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads an OpenAPI document, JSON or YAML, from a file or from where it is published. */
final class OpenApiFile {
  private static final int MAX_BYTES = 16 << 20;
  private static final Duration FETCH_WITHIN = Duration.ofSeconds(30);

  private OpenApiFile() {}

  /**
   * Reads a document.
   *
   * @param baseUrl where the API is; null if the document says so
   * @throws dev.millrace.openapi.OpenApiException if it is none of OpenAPI 3
   */
  static OpenApiDocument read(String from, @Nullable String baseUrl) {
    boolean published = from.startsWith("http://") || from.startsWith("https://");
    String text;
    try {
      text = published ? fetched(from) : file(Path.of(from));
    } catch (IOException e) {
      throw CommandException.wrongUse(from + ": the document cannot be read");
    }
    String base = baseUrl == null && published ? from : baseUrl;
    return new OpenApiDocument(tree(from, text), base);
  }

  private static JsonNode tree(String from, String text) {
    ObjectMapper json = new ObjectMapper();
    try {
      return text.stripLeading().startsWith("{")
          ? json.readTree(text)
          : json.valueToTree(yaml(text));
    } catch (IOException | YamlEngineException | IllegalArgumentException e) {
      throw CommandException.wrongUse(from + ": this is neither JSON nor YAML");
    }
  }

  private static Object yaml(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(MAX_BYTES).setMaxAliasesForCollections(50).build();
    return new Load(settings).loadFromString(text);
  }

  private static String file(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw CommandException.wrongUse(path + ": larger than 16 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static String fetched(String url) throws IOException {
    OkHttpClient http =
        HttpClients.create("openapi", Duration.ofSeconds(10))
            .newBuilder()
            .callTimeout(FETCH_WITHIN)
            .build();
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      if (!response.isSuccessful()) {
        throw CommandException.wrongUse(url + ": HTTP " + response.code());
      }
      return LimitedSource.of(response.body(), MAX_BYTES).readUtf8();
    } finally {
      HttpClients.close(http);
    }
  }
}
