// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.registry.CachingRegistry;
import dev.millrace.registry.RegistryException;
import dev.millrace.registry.SchemaRegistry;
import dev.millrace.serde.UndecodableException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads frames by the schema each was written with. Lengths and counts that the bytes cannot hold
 * are refused by Avro's decoder before anything is allocated for them.
 */
final class FrameReader<T> {
  private static final int MAX_READERS = 1_000;
  private static final ThreadLocal<BinaryDecoder> DECODER =
      ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

  private final SchemaRegistry registry;
  private final Function<Schema, DatumReader<T>> readerOfWriter;
  private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();

  FrameReader(SchemaRegistry registry, Function<Schema, DatumReader<T>> readerOfWriter) {
    this.registry = new CachingRegistry(registry);
    this.readerOfWriter = readerOfWriter;
  }

  T read(byte[] frame) {
    int id = Frame.schemaId(frame);
    DatumReader<T> reader = readers.get(id);
    return read(frame, reader != null ? reader : open(id));
  }

  private static <T> T read(byte[] frame, DatumReader<T> reader) {
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(frame, Frame.HEAD_BYTES, frame.length - Frame.HEAD_BYTES, DECODER.get());
    try {
      T value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(Reason.MALFORMED, "Bytes are left after the record");
      }
      return value;
    } catch (UndecodableException e) {
      throw e;
    } catch (AvroTypeException e) {
      throw new UndecodableException(
          Reason.INCOMPATIBLE_SCHEMA, "The writer's schema does not fit: " + e.getMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever made-up bytes lead Avro into; a bug of ours would be here as well.
      throw new UndecodableException(Reason.MALFORMED, "The bytes are not of their schema", e);
    }
  }

  private DatumReader<T> open(int id) {
    Schema writer = schema(id);
    if (WriterSchemas.hasItemsWithoutBytes(writer)) {
      throw new UndecodableException(
          Reason.INCOMPATIBLE_SCHEMA, "Schema " + id + " has items that take no bytes");
    }
    DatumReader<T> reader = readerOfWriter.apply(writer);
    if (readers.size() < MAX_READERS) {
      readers.put(id, reader);
    }
    return reader;
  }

  private Schema schema(int id) {
    try {
      return registry.byId(id);
    } catch (RegistryException e) {
      throw new UndecodableException(reason(e), "Schema " + id + ": " + e.getMessage(), e);
    }
  }

  private static Reason reason(RegistryException e) {
    if (e.isNotFound()) {
      return Reason.UNKNOWN_SCHEMA_ID;
    }
    return e.kind() == RegistryException.Kind.INVALID_SCHEMA
        ? Reason.INCOMPATIBLE_SCHEMA
        : Reason.REGISTRY_UNAVAILABLE;
  }
}
