// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.serde.JsonSerde;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads records of one type from a file with one JSON object a line, fields as in their schema.
 * What {@code millrace tail --json} has written can be read, times included.
 *
 * @param <T> what a line is
 * @param <R> what is made of it
 */
public final class RecordFile<T extends SpecificRecord, R> {

  /** What a line may hold besides the record's own fields: where and when it was a record. */
  public static final String PLACE = "record";

  /** A longer file is refused; the topic itself has no such limit. */
  public static final int MAX_RECORDS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is made of a line. */
  interface Making<T, R> {
    /**
     * Takes one line that is a record.
     *
     * @param number the line's, from 1
     * @param atMs its record's time, epoch milliseconds; 0 if nobody knows
     * @throws IllegalArgumentException that says what is wrong with it
     */
    R of(T record, int number, long atMs);
  }

  private final Schema schema;
  private final JsonSerde<T> serde;
  private final Making<T, R> making;
  private final List<R> made = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private RecordFile(Class<T> type, Making<T, R> making) {
    this.schema = SpecificData.get().getSchema(type);
    this.serde = JsonSerde.of(type);
    this.making = making;
  }

  /**
   * Reads all lines but blank ones.
   *
   * @throws RecordFileException with every line that is of no use
   */
  static <T extends SpecificRecord, R> List<R> read(Path file, Class<T> type, Making<T, R> making)
      throws IOException {
    RecordFile<T, R> reading = new RecordFile<>(type, making);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reading.add(number++, line);
      }
    }
    if (reading.made.isEmpty() && reading.mistakes.isEmpty()) {
      reading.mistakes.add("there is no " + reading.word() + " in it");
    }
    if (!reading.mistakes.isEmpty()) {
      throw new RecordFileException(file, reading.mistakes);
    }
    return List.copyOf(reading.made);
  }

  private String word() {
    return schema.getName().toLowerCase(Locale.ROOT);
  }

  private void add(int number, String line) {
    if (line.isBlank()) {
      return;
    }
    try {
      made.add(parse(number, line));
    } catch (SerializationException | IllegalArgumentException | JsonProcessingException e) {
      String what = e instanceof JsonProcessingException ? "not JSON" : e.getMessage();
      mistakes.add("line " + number + ": " + what);
    }
    if (made.size() > MAX_RECORDS) {
      throw new IllegalArgumentException("more than " + MAX_RECORDS + " lines");
    }
  }

  private R parse(int number, String line) throws JsonProcessingException {
    if (!(JSON.readTree(line) instanceof ObjectNode object)) {
      throw new IllegalArgumentException("not a JSON object");
    }
    JsonNode place = object.remove(PLACE);
    refuseUnknown(object);
    T record = serde.read(object.toString().getBytes(StandardCharsets.UTF_8));
    long atMs = place == null ? 0 : place.path("timestamp_ms").asLong(0);
    return making.of(record, number, atMs);
  }

  /** A misspelt field would otherwise be passed over without a word. */
  private void refuseUnknown(ObjectNode object) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.getField(name) == null) {
        String known =
            schema.getFields().stream()
                .map(field -> field.name())
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("unknown field " + name + "; there are " + known);
      }
    }
  }
}
