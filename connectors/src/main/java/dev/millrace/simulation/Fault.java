// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A way in which the simulated provider fails when it is told to. */
public enum Fault {
  /** HTTP 429 with the headers that say when to come back. */
  RATE_LIMITED("429"),
  /** HTTP 429 with {@code insufficient_quota}: waiting does not help. */
  QUOTA("quota"),
  /** HTTP 400. */
  BAD_REQUEST("400"),
  /** HTTP 500. */
  SERVER_ERROR("500"),
  /** HTTP 503. */
  UNAVAILABLE("503"),
  /** HTTP 529, as some providers say that they are overloaded. */
  OVERLOADED("529"),
  /** The connection breaks in the middle of the answer. */
  CUT("cut"),
  /** HTTP 200 with a body, or an event, that is no JSON. */
  GARBAGE("garbage"),
  /** No answer at all, until the connection is closed. */
  HANG("hang"),
  /** A good answer whose first token is late. */
  SLOW("slow"),
  /** HTTP 200, then an error object in the stream; HTTP 500 where nothing is streamed. */
  STREAM_ERROR("stream_error");

  private final String code;

  Fault(String code) {
    this.code = code;
  }

  /** How settings and the header {@code X-Simulate} name it. */
  @JsonValue
  public String code() {
    return code;
  }

  @JsonCreator
  public static Fault of(String code) {
    return Arrays.stream(values())
        .filter(fault -> fault.code.equals(code))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no fault " + code + "; there are " + all()));
  }

  private static String all() {
    return Arrays.stream(values()).map(Fault::code).collect(Collectors.joining(", "));
  }
}
