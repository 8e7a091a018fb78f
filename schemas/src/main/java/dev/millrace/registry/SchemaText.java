// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import dev.millrace.registry.RegistryException.Kind;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas as registries exchange them: JSON text. */
final class SchemaText {
  static final int MAX_CHARS = 1_000_000;

  static Schema parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "Longer than " + MAX_CHARS + " characters");
    }
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "Not an Avro schema: " + e.getMessage(), e);
    }
  }

  private SchemaText() {}
}
