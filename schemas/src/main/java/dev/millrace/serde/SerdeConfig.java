// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryClient;
import dev.millrace.registry.SchemaRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** What a serializer or deserializer is told by Kafka configuration, in Confluent's words. */
final class SerdeConfig {
  private final Map<String, ?> values;

  SerdeConfig(Map<String, ?> values) {
    this.values = values;
  }

  SchemaRegistry registry() {
    try {
      return new CachingRegistry(client());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(AvroSerde.REGISTRY_URL + ": " + e.getMessage());
    }
  }

  boolean autoRegister() {
    return flag(AvroSerde.AUTO_REGISTER, true);
  }

  boolean specificReader() {
    return flag(AvroSerde.SPECIFIC_READER, false);
  }

  private RegistryClient client() {
    String userInfo = text(AvroSerde.USER_INFO);
    int colon = userInfo.indexOf(':');
    if (userInfo.isEmpty()) {
      return RegistryClient.of(urls());
    } else if (colon < 1) {
      throw new ConfigException(AvroSerde.USER_INFO + " is to be user:password");
    }
    return RegistryClient.of(urls(), userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  private List<String> urls() {
    Object value = values.get(AvroSerde.REGISTRY_URL);
    if (value instanceof Collection<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return Arrays.stream(text(AvroSerde.REGISTRY_URL).split(","))
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .toList();
  }

  private boolean flag(String key, boolean otherwise) {
    String text = text(key);
    return switch (text) {
      case "" -> otherwise;
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConfigException(key, text, "is true or false");
    };
  }

  private String text(String key) {
    Object value = values.get(key);
    return value == null ? "" : value.toString().strip();
  }
}
