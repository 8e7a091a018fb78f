// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.millrace.serde.UndecodableException.Reason;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads JSON documents as records of one type, within limits. */
final class JsonRecordReader<T extends SpecificRecord> {
  static final int MAX_BYTES = 16 << 20;
  static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_CHARS = 1_000;
  private static final int MAX_NUMBER_CHARS = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_CHARS)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Class<T> type;
  private final Schema schema;
  private final SpecificData model;

  JsonRecordReader(Class<T> type) {
    this.type = type;
    model = SpecificData.getForClass(type);
    schema = model.getSchema(type);
  }

  T read(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw malformed("more than " + MAX_BYTES + " bytes");
    }
    try (JsonParser parser = JSON.createParser(json)) {
      return type.cast(new JsonReading(parser, model).document(schema));
    } catch (JsonProcessingException e) {
      // Its message may quote the document, so it goes no further.
      throw malformed("not JSON, or beyond its limits" + where(e.getLocation()));
    } catch (IOException | AvroRuntimeException e) {
      throw new UndecodableException(Reason.MALFORMED, "Not a " + schema.getName(), e);
    }
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null ? "" : ", at " + location.offsetDescription();
  }

  private UndecodableException malformed(String what) {
    return new UndecodableException(Reason.MALFORMED, "Not a " + schema.getName() + ": " + what);
  }
}
