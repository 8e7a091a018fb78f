// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.millrace.registry.RegistryException.Kind;
import dev.millrace.registry.Subjects.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Confluent's REST interface as a function of method, path and body. */
final class RegistryRoutes {
  private static final String ANY = "*";

  private final Subjects subjects;

  RegistryRoutes(Subjects subjects) {
    this.subjects = subjects;
  }

  /**
   * What is to be sent back, as an object that becomes JSON.
   *
   * @throws RegistryException with the status and the code to send back instead
   */
  Object answer(String method, String[] path, JsonNode body) {
    return switch (method) {
      case "GET" -> get(path);
      case "POST" -> post(path, body);
      case "PUT" -> put(path, body);
      default -> throw noRoute(method, path);
    };
  }

  private Object get(String[] path) {
    if (matches(path, "")) {
      return Map.of();
    } else if (matches(path, "subjects")) {
      return subjects.subjects();
    } else if (matches(path, "schemas", "types")) {
      return List.of("AVRO");
    } else if (matches(path, "schemas", "ids", ANY)) {
      return Map.of("schema", subjects.byId(id(path[2])).toString());
    } else if (matches(path, "schemas", "ids", ANY, "schema")) {
      return new RawValue(subjects.byId(id(path[2])).toString());
    } else if (matches(path, "subjects", ANY, "versions")) {
      return IntStream.rangeClosed(1, subjects.versionCount(path[1])).boxed().toList();
    } else if (matches(path, "subjects", ANY, "versions", ANY)) {
      return described(subjects.version(path[1], number(path[3])));
    } else if (matches(path, "config")) {
      return Map.of("compatibilityLevel", subjects.level(null));
    } else if (matches(path, "config", ANY)) {
      return Map.of("compatibilityLevel", subjects.level(path[1]));
    }
    throw noRoute("GET", path);
  }

  private Object post(String[] path, JsonNode body) {
    if (matches(path, "subjects", ANY, "versions")) {
      return Map.of("id", subjects.register(subject(path[1]), schema(body)));
    } else if (matches(path, "subjects", ANY)) {
      return described(subjects.find(path[1], schema(body)));
    } else if (matches(path, "compatibility", "subjects", ANY, "versions", ANY)) {
      Version version = subjects.version(path[2], number(path[4]));
      return Map.of("is_compatible", subjects.isCompatible(schema(body), version));
    }
    throw noRoute("POST", path);
  }

  private Object put(String[] path, JsonNode body) {
    if (matches(path, "config") || matches(path, "config", ANY)) {
      CompatibilityLevel level = level(body);
      subjects.setLevel(path.length == 1 ? null : subject(path[1]), level);
      return Map.of("compatibility", level);
    }
    throw noRoute("PUT", path);
  }

  private static Map<String, Object> described(Version version) {
    return Map.of(
        "subject", version.subject(),
        "version", version.version(),
        "id", version.id(),
        "schema", version.schema().toString());
  }

  private static Schema schema(JsonNode body) {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "Only AVRO schemas are kept here");
    }
    if (!body.path("references").isEmpty()) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "References are not resolved here");
    }
    return SchemaText.parse(body.path("schema").asText());
  }

  private static CompatibilityLevel level(JsonNode body) {
    try {
      return CompatibilityLevel.valueOf(body.path("compatibility").asText());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.INVALID_COMPATIBILITY_LEVEL,
          "Compatibility is one of " + Arrays.toString(CompatibilityLevel.values()),
          e);
    }
  }

  private static String subject(String text) {
    if (text.isBlank() || text.length() > 255) {
      throw new RegistryException(Kind.BAD_REQUEST, "A subject has 1 to 255 characters");
    }
    return text;
  }

  private static int id(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new RegistryException(Kind.SCHEMA_NOT_FOUND, "Ids are whole numbers", e);
    }
  }

  private static @Nullable Integer number(String text) {
    if (text.equals("latest") || text.equals("-1")) {
      return null;
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new RegistryException(Kind.INVALID_VERSION, "A version is a number or 'latest'", e);
    }
    throw new RegistryException(Kind.INVALID_VERSION, "Versions count from 1");
  }

  private static boolean matches(String[] path, String... pattern) {
    return path.length == pattern.length
        && IntStream.range(0, path.length)
            .allMatch(i -> pattern[i].equals(ANY) || pattern[i].equals(path[i]));
  }

  private static RegistryException noRoute(String method, String[] path) {
    return new RegistryException(
        Kind.NO_ROUTE, "Not served: " + method + " /" + String.join("/", path));
  }
}
