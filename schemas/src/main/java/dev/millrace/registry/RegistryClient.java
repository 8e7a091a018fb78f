// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.registry.RegistryException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Confluent's REST interface to a registry: Confluent's own, Apicurio's {@code ccompat},
 * Redpanda's, Karapace, or {@link RegistryServer}. Several addresses are tried in turn, each once;
 * whoever asks waits at most {@link #MAX_WAIT} and decides then. It remembers nothing: see {@link
 * CachingRegistry}.
 */
public final class RegistryClient implements SchemaRegistry {
  /** The longest that one question takes, over all addresses. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(6);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);
  private static final long MAX_BODY_BYTES = 4_000_000;
  private static final MediaType TYPE = MediaType.get(RegistryHandler.CONTENT_TYPE);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<Integer, Kind> KIND_BY_STATUS =
      Map.of(
          401, Kind.UNAUTHORIZED,
          403, Kind.UNAUTHORIZED,
          404, Kind.NO_ROUTE,
          409, Kind.INCOMPATIBLE,
          422, Kind.INVALID_SCHEMA);

  private final OkHttpClient http;
  private final List<HttpUrl> urls;
  private final @Nullable String authorization;
  private volatile int preferred;

  private RegistryClient(List<HttpUrl> urls, @Nullable String authorization) {
    this.urls = urls;
    this.authorization = authorization;
    http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(READ_TIMEOUT)
            .writeTimeout(READ_TIMEOUT)
            .build();
  }

  /**
   * A client without credentials but those in the addresses.
   *
   * @param urls base addresses of one registry, such as {@code http://localhost:8081}
   * @throws IllegalArgumentException if there is none, or one is not an address
   */
  public static RegistryClient of(List<String> urls) {
    return new RegistryClient(parse(urls), null);
  }

  /** A client with credentials, for HTTP basic authentication. */
  public static RegistryClient of(List<String> urls, String user, String password) {
    return new RegistryClient(parse(urls), Credentials.basic(user, password));
  }

  @Override
  public int register(String subject, Schema schema) {
    return intField(post(schema, "subjects", subject, "versions"), "id");
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return intField(post(schema, "subjects", subject), "id");
  }

  @Override
  public Schema byId(int id) {
    return schemaField(get("schemas", "ids", Integer.toString(id)));
  }

  /** The newest schema of a subject. */
  public Schema latest(String subject) {
    return schemaField(get("subjects", subject, "versions", "latest"));
  }

  /** Whether the registry would let a schema follow the newest of a subject. */
  public boolean isCompatible(String subject, Schema schema) {
    return post(schema, "compatibility", "subjects", subject, "versions", "latest")
        .path("is_compatible")
        .asBoolean();
  }

  /** The level for subjects without one of their own. */
  public CompatibilityLevel compatibility() {
    String level = get("config").path("compatibilityLevel").asText();
    try {
      return CompatibilityLevel.valueOf(level);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(Kind.UNAVAILABLE, "An unknown level: " + level, e);
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private JsonNode get(String... path) {
    return ask(path, null);
  }

  private JsonNode post(Schema schema, String... path) {
    String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
    return ask(path, RequestBody.create(body, TYPE));
  }

  private JsonNode ask(String[] path, @Nullable RequestBody body) {
    long endNanos = System.nanoTime() + MAX_WAIT.toNanos();
    var failure =
        new RegistryException(
            Kind.UNAVAILABLE, "the schema registry does not answer at " + names());
    int first = preferred;
    for (int i = 0; i < urls.size(); i++) {
      int index = (first + i) % urls.size();
      long leftNanos = endNanos - System.nanoTime();
      if (leftNanos <= 0) {
        break;
      }
      try {
        JsonNode answer = askOne(urls.get(index), path, body, Duration.ofNanos(leftNanos));
        preferred = index;
        return answer;
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /** An IOException is worth another address; a RegistryException is the registry's own word. */
  private JsonNode askOne(HttpUrl base, String[] path, @Nullable RequestBody body, Duration limit)
      throws IOException {
    var call = http.newCall(request(base, path, body));
    call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      JsonNode answer = read(response);
      if (response.isSuccessful()) {
        return answer;
      }
      throw refused(response.code(), answer);
    }
  }

  private Request request(HttpUrl base, String[] path, @Nullable RequestBody body) {
    HttpUrl.Builder url = base.newBuilder();
    for (String segment : path) {
      url.addPathSegment(segment);
    }
    var request = new Request.Builder().url(url.build()).header("Accept", TYPE.toString());
    if (authorization != null) {
      request.header("Authorization", authorization);
    } else if (!base.username().isEmpty()) {
      request.header("Authorization", Credentials.basic(base.username(), base.password()));
    }
    return body == null ? request.build() : request.post(body).build();
  }

  /** The addresses without what may be secret in them. */
  private String names() {
    return urls.stream()
        .map(url -> url.host() + ":" + url.port())
        .collect(Collectors.joining(", "));
  }

  private static JsonNode read(Response response) throws IOException {
    if (response.code() >= 500 || response.code() == 429) {
      throw new IOException("HTTP " + response.code());
    }
    byte[] bytes = response.peekBody(MAX_BODY_BYTES).bytes();
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      if (response.isSuccessful()) {
        throw new IOException("An answer that is not JSON", e);
      }
      return JSON.createObjectNode();
    }
  }

  private static RegistryException refused(int status, JsonNode answer) {
    int code = answer.path("error_code").asInt(status);
    String message = "HTTP " + status + ": " + answer.path("message").asText("no message");
    for (Kind kind : Kind.values()) {
      if (kind.errorCode() == code) {
        return new RegistryException(kind, message);
      }
    }
    return new RegistryException(KIND_BY_STATUS.getOrDefault(status, Kind.BAD_REQUEST), message);
  }

  private static int intField(JsonNode answer, String name) {
    JsonNode field = answer.path(name);
    if (!field.canConvertToInt()) {
      throw new RegistryException(Kind.UNAVAILABLE, "An answer without " + name);
    }
    return field.intValue();
  }

  private static Schema schemaField(JsonNode answer) {
    if (!answer.path("schemaType").asText("AVRO").equals("AVRO")) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "Not an Avro schema");
    }
    return SchemaText.parse(answer.path("schema").asText());
  }

  private static List<HttpUrl> parse(List<String> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("no address of a schema registry");
    }
    return urls.stream().map(String::strip).map(HttpUrl::get).toList();
  }
}
