// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/** What is asked of a schema that somebody else wrote with. */
final class WriterSchemas {

  /**
   * True if a few bytes may stand for billions of items, as in an array of nulls: no count of them
   * could be checked against the bytes that are there.
   */
  static boolean hasItemsWithoutBytes(Schema schema) {
    return hasItemsWithoutBytes(schema, new HashSet<>());
  }

  private static boolean hasItemsWithoutBytes(Schema schema, Set<String> seen) {
    return switch (schema.getType()) {
      case ARRAY ->
          takesNoBytes(schema.getElementType(), new HashSet<>())
              || hasItemsWithoutBytes(schema.getElementType(), seen);
      case MAP -> hasItemsWithoutBytes(schema.getValueType(), seen);
      case UNION -> schema.getTypes().stream().anyMatch(s -> hasItemsWithoutBytes(s, seen));
      case RECORD ->
          seen.add(schema.getFullName())
              && schema.getFields().stream().anyMatch(f -> hasItemsWithoutBytes(f.schema(), seen));
      default -> false;
    };
  }

  private static boolean takesNoBytes(Schema schema, Set<String> within) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD ->
          !within.add(schema.getFullName())
              || schema.getFields().stream().allMatch(f -> takesNoBytes(f.schema(), within));
      default -> false;
    };
  }

  private WriterSchemas() {}
}
