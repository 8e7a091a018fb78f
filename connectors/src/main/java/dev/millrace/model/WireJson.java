// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as protocols write and read it. */
public final class WireJson {
  /** Each stream has a thread, which mostly waits: its buffers are not to wait with it. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());

  private WireJson() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Reads what a provider sent; empty text is a missing node. */
  public static JsonNode read(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  /** Reads a schema that was checked when the pipeline was. */
  public static JsonNode schema(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a schema that is no JSON was let through", e);
    }
  }

  /** The arguments of a tool as an object; those that are none are put into one. */
  public static ObjectNode arguments(String text) {
    return objectOr("arguments", text);
  }

  /** Text that is a JSON object as one; other text as one that has it under this key. */
  public static ObjectNode objectOr(String key, String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // The model wrote no JSON; it is shown what it wrote.
    }
    return object().put(key, text);
  }

  public static byte[] bytes(ObjectNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON is always writable", e);
    }
  }
}
