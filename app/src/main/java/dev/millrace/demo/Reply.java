// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What a desk answers.
 *
 * @param status of HTTP
 */
record Reply(int status, JsonNode body) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  static Reply ok(Object value) {
    return new Reply(OK, DemoJson.tree(value));
  }

  static Reply created(Object value) {
    return new Reply(CREATED, DemoJson.tree(value));
  }

  static Reply badRequest(String message) {
    return error(400, "bad_request", message);
  }

  static Reply notFound(String message) {
    return error(404, "not_found", message);
  }

  /** What is asked for does not go with the state things are in. */
  static Reply conflict(String message) {
    return error(409, "conflict", message);
  }

  /** What is asked for makes no sense in any state. */
  static Reply unprocessable(String message) {
    return error(422, "unprocessable", message);
  }

  static Reply error(int status, String code, String message) {
    JsonNode error =
        JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    return new Reply(status, JsonNodeFactory.instance.objectNode().set("error", error));
  }

  boolean succeeded() {
    return status < 300;
  }
}
