// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.call.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The body of a recorded answer as plain JSON: one node if it came as one, else its events. Every
 * protocol's reading begins here, and so do the errors, which all have alike.
 */
final class ToldBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, FailureKind> BY_CODE =
      Map.of(
          "model_not_found", FailureKind.UNKNOWN_MODEL,
          "DeploymentNotFound", FailureKind.UNKNOWN_MODEL,
          "content_filter", FailureKind.CONTENT_FILTERED,
          "insufficient_quota", FailureKind.QUOTA_EXHAUSTED,
          "overloaded_error", FailureKind.OVERLOADED);

  private final int status;
  private final List<JsonNode> nodes;
  private final boolean whole;

  private ToldBody(int status, List<JsonNode> nodes, boolean whole) {
    this.status = status;
    this.nodes = nodes;
    this.whole = whole;
  }

  static ToldBody of(RecordedExchange exchange) throws IOException {
    String body = exchange.body().strip();
    List<JsonNode> nodes = new ArrayList<>();
    if (body.startsWith("{")) {
      nodes.add(JSON.readTree(body));
      return new ToldBody(exchange.status(), nodes, true);
    }
    if (body.startsWith("[")) {
      JSON.readTree(body).forEach(nodes::add);
      return new ToldBody(exchange.status(), nodes, false);
    }
    for (String line : body.lines().toList()) {
      if (line.startsWith("data:") && line.contains("{")) {
        nodes.add(JSON.readTree(line.substring("data:".length())));
      }
    }
    return new ToldBody(exchange.status(), nodes, false);
  }

  boolean isWhole() {
    return whole;
  }

  JsonNode first() {
    return nodes.isEmpty() ? MissingNode.getInstance() : nodes.get(0);
  }

  List<JsonNode> events() {
    return nodes;
  }

  /** True for a status that is no success, and for an error inside one that is. */
  boolean isFailure() {
    return status / 100 != 2 || nodes.stream().anyMatch(node -> errorIn(node).isObject());
  }

  Reading failure() {
    JsonNode error = MissingNode.getInstance();
    for (JsonNode node : nodes) {
      error = errorIn(node).isObject() ? errorIn(node) : error;
    }
    FailureKind byCode = BY_CODE.get(error.path("code").asText());
    FailureKind byType = BY_CODE.get(error.path("type").asText());
    return Reading.failed(byCode != null ? byCode : byType != null ? byType : byStatus());
  }

  /** In the body, in an event or in the response that an event holds. */
  private static JsonNode errorIn(JsonNode node) {
    JsonNode own = node.path("error");
    return own.isObject() ? own : node.path("response").path("error");
  }

  private FailureKind byStatus() {
    return switch (status) {
      case 401, 403 -> FailureKind.UNAUTHORIZED;
      case 404 -> FailureKind.UNKNOWN_MODEL;
      case 413 -> FailureKind.REQUEST_TOO_LARGE;
      case 429 -> FailureKind.RATE_LIMITED;
      case 503, 529 -> FailureKind.OVERLOADED;
      default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID_REQUEST;
    };
  }
}
