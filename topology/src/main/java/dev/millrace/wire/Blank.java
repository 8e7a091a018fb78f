// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.data.RecordBuilder;
import org.apache.avro.generic.IndexedRecord;

/**
 * Records with all their defaults, as Avro's own builder makes them, which looks each default up
 * and copies it anew. What is in them is in all of them: it is replaced, never changed.
 */
final class Blank<R extends IndexedRecord> {
  private final Supplier<R> maker;
  private final R defaults;

  Blank(Supplier<R> maker, RecordBuilder<R> builder) {
    this.maker = maker;
    this.defaults = builder.build();
  }

  R make() {
    R record = maker.get();
    for (Schema.Field field : defaults.getSchema().getFields()) {
      record.put(field.pos(), defaults.get(field.pos()));
    }
    return record;
  }
}
