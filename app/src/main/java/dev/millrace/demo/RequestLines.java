// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import dev.millrace.schemas.Request;
import dev.millrace.serde.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as JSON by their schema, one on each line; what is left out has its default. */
final class RequestLines {
  private static final JsonSerde<Request> REQUESTS = JsonSerde.of(Request.class);

  private RequestLines() {}

  static List<Request> read(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> REQUESTS.read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
