// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.Request;
import dev.millrace.serde.JsonSerde;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads requests from a file with one JSON object a line, fields as in their schema. What {@code
 * millrace tail requests --json} has written can be read, times included.
 */
public final class RequestFile {

  /** What a line may hold besides the request's own fields: where and when it was a record. */
  public static final String RECORD = "record";

  /** A longer file is refused; the topic itself has no such limit. */
  public static final int MAX_REQUESTS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSerde<Request> REQUESTS = JsonSerde.of(Request.class);

  private final List<PastRequest> requests = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final String tenant;
  private final IntFunction<String> idOfLine;

  private RequestFile(String tenant, IntFunction<String> idOfLine) {
    this.tenant = tenant;
    this.idOfLine = idOfLine;
  }

  /**
   * Reads all lines but blank ones.
   *
   * @param tenant of requests that name none; may be empty
   * @param idOfLine gives requests without a request_id one, by the line's number from 1
   * @throws RequestFileException with every line that is no request
   */
  public static List<PastRequest> read(Path file, String tenant, IntFunction<String> idOfLine)
      throws IOException {
    RequestFile reading = new RequestFile(tenant, idOfLine);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reading.add(number++, line);
      }
    }
    if (reading.requests.isEmpty() && reading.mistakes.isEmpty()) {
      reading.mistakes.add("there is no request in it");
    }
    if (!reading.mistakes.isEmpty()) {
      throw new RequestFileException(file, reading.mistakes);
    }
    return List.copyOf(reading.requests);
  }

  private void add(int number, String line) {
    if (line.isBlank()) {
      return;
    }
    try {
      requests.add(parse(number, line));
    } catch (SerializationException | IllegalArgumentException | JsonProcessingException e) {
      String what = e instanceof JsonProcessingException ? "not JSON" : e.getMessage();
      mistakes.add("line " + number + ": " + what);
    }
    if (requests.size() > MAX_REQUESTS) {
      throw new IllegalArgumentException("more than " + MAX_REQUESTS + " requests");
    }
  }

  private PastRequest parse(int number, String line) throws JsonProcessingException {
    if (!(JSON.readTree(line) instanceof ObjectNode object)) {
      throw new IllegalArgumentException("not a JSON object");
    }
    JsonNode record = object.remove(RECORD);
    refuseUnknown(object);
    Request request = REQUESTS.read(object.toString().getBytes(StandardCharsets.UTF_8));
    if (request.getTenant().isBlank()) {
      request.setTenant(tenant);
    }
    if (request.getTenant().isBlank()) {
      throw new IllegalArgumentException("no tenant; write one, or give --tenant");
    }
    if (request.getRequestId().isBlank()) {
      request.setRequestId(idOfLine.apply(number));
    }
    long atMs = record == null ? 0 : record.path("timestamp_ms").asLong(0);
    return new PastRequest(request, atMs);
  }

  /** A misspelt field would otherwise be passed over without a word. */
  private static void refuseUnknown(ObjectNode object) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (Request.getClassSchema().getField(name) == null) {
        String known =
            Request.getClassSchema().getFields().stream()
                .map(field -> field.name())
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("unknown field " + name + "; there are " + known);
      }
    }
  }
}
