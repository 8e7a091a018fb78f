// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call that reached a desk.
 *
 * @param path its segments, decoded one by one: a slash within one is no border
 * @param parameters of the query, and what the route's pattern names in the path
 * @param body missing if there was none
 */
record HttpCall(String method, List<String> path, Map<String, String> parameters, JsonNode body) {
  HttpCall {
    path = List.copyOf(path);
    parameters = Map.copyOf(parameters);
  }

  static HttpCall get(List<String> path, Map<String, String> query) {
    return new HttpCall("GET", path, query, MissingNode.getInstance());
  }

  /** A parameter, or the empty text. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** A text of the body, or the empty text. */
  String text(String field) {
    return body.path(field).isTextual() ? body.path(field).textValue().strip() : "";
  }

  /** The same with what the path says; no query can overrule it. */
  HttpCall with(Map<String, String> ofPath) {
    Map<String, String> all = new HashMap<>(parameters);
    all.putAll(ofPath);
    return new HttpCall(method, path, all, body);
  }
}
