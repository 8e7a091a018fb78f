// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.pipeline.Network;
import dev.millrace.pipeline.Tool;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code tools.NAME.http}. */
final class HttpForm extends Form<Tool.Http> {
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private final Key<String> method =
      key(
          "method",
          Texts.matching(
              "GET|HEAD|POST|PUT|PATCH|DELETE",
              "a method of HTTP",
              "GET, HEAD, POST, PUT, PATCH or DELETE"),
          "GET");
  private final Key<String> url = required("url", Templates.url());
  private final Key<Map<String, String>> query =
      key("query", MapOf.byText(100, Templates.line()), Map.of());
  private final Key<Map<String, String>> headers =
      key("headers", MapOf.headers(Templates.line()), Map.of());
  private final Key<JsonNode> body = optional("body", Templates.json());
  private final Key<List<String>> allowAddresses =
      key("allow_addresses", new ListOf<>(100, new AddressKind()), List.of());
  private final Key<String> trustStore = key("trust_store", new CertificatesKind(), "");

  @Override
  void check(Entries entries) {
    if (entries.has(headers)) {
      Literals.checkNamed(entries.at(headers));
    }
    String verb = entries.find(method);
    JsonNode sent = entries.find(body);
    if (verb != null && SAFE.contains(verb) && sent != null && !sent.isEmpty()) {
      entries.at(body).mistake("a " + verb + " has no body", "use query, or method: POST");
    }
  }

  /** A body without a field is none, where a method takes none. */
  @Override
  Tool.Http build(Entries entries) {
    String verb = entries.get(method);
    return new Tool.Http(
        verb,
        entries.get(url),
        entries.get(query),
        entries.get(headers),
        SAFE.contains(verb) ? null : entries.find(body),
        new Network(entries.get(allowAddresses), entries.get(trustStore)));
  }

  static boolean isSafe(Tool.Http http) {
    return SAFE.contains(http.method());
  }
}
