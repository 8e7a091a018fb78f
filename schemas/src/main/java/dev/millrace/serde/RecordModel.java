// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Avro's view of the generated records. Avro loads a class by the name in a schema only if somebody
 * vouches for it, by default in a system property; this model vouches for the generated records and
 * for nothing else, so that they work wherever they are used.
 */
public final class RecordModel extends SpecificData {
  private static final Set<String> NAMESPACES =
      Set.of("dev.millrace.schemas", "dev.millrace.schemas.stored");

  private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

  /** For generated code: every record has a model of its own. */
  public RecordModel() {
    super(RecordModel.class.getClassLoader());
    // Whatever the JVM's properties say: generated decoders make room for as many items as the
    // bytes claim to hold, before one is read. Avro's own readers check the claim.
    setCustomCoders(false);
  }

  /** A writer with the generated encoders: they take half the time. */
  @Override
  @SuppressWarnings("rawtypes") // as inherited
  public DatumWriter createDatumWriter(Schema schema) {
    var model = new RecordModel();
    model.setCustomCoders(true);
    return new SpecificDatumWriter<>(schema, model);
  }

  @Override
  @SuppressWarnings("rawtypes") // as inherited
  public @Nullable Class getClass(Schema schema) {
    return isOurs(schema)
        ? classes.computeIfAbsent(schema.getFullName(), RecordModel::load)
        : super.getClass(schema);
  }

  private static boolean isOurs(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> NAMESPACES.contains(String.valueOf(schema.getNamespace()));
      default -> false;
    };
  }

  /** Null, as Avro wants it, for a name that only a writer knows. */
  private static @Nullable Class<?> load(String name) {
    try {
      return Class.forName(name, false, RecordModel.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
