// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Settings as JSON: snake_case, and a change names only what it changes. */
final class SettingsJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private SettingsJson() {}

  /** For people to read: without the key. */
  static JsonNode shown(SimulatedModelSettings settings) {
    ObjectNode shown = MAPPER.valueToTree(settings);
    shown.remove("api_key");
    return shown;
  }

  /** The settings after a change at run time: where the server listens stays. */
  static SimulatedModelSettings changed(SimulatedModelSettings settings, byte[] change) {
    return merged(settings, change).withHost(settings.host()).withPort(settings.port());
  }

  /**
   * The settings after a change. Faults and lists are replaced as a whole.
   *
   * @throws IllegalArgumentException if the change cannot be read or is not allowed
   */
  static SimulatedModelSettings merged(SimulatedModelSettings settings, byte[] change) {
    try {
      ObjectNode all = MAPPER.valueToTree(settings);
      if (!(MAPPER.readTree(change) instanceof ObjectNode changes)) {
        throw new IllegalArgumentException("not a JSON object");
      }
      if (changes.path("behaviour") instanceof ObjectNode behaviour) {
        changes.set("behaviour", ((ObjectNode) all.path("behaviour")).setAll(behaviour));
      }
      all.setAll(changes);
      return MAPPER.treeToValue(all, SimulatedModelSettings.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(String.valueOf(cause.getMessage()), e);
    } catch (IOException | NullPointerException e) {
      throw new IllegalArgumentException("settings that cannot be read", e);
    }
  }
}
