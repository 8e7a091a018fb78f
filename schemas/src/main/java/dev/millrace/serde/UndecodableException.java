// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Bytes that could not be read as a record. Its message never quotes them. */
public final class UndecodableException extends SerializationException {
  private static final long serialVersionUID = 1;

  /** Reasons are counted, so they are few. */
  public enum Reason {
    /** Neither Confluent's frame nor, where that is allowed, a JSON object. */
    NOT_AVRO_FRAMED,
    /** The registry is sure that it has no schema of that id. */
    UNKNOWN_SCHEMA_ID,
    /** The registry could not be asked: the same bytes may be readable later. */
    REGISTRY_UNAVAILABLE,
    /** The bytes are not what their schema says, or break a limit. */
    MALFORMED,
    /** The schema they were written with cannot be read as the wanted record. */
    INCOMPATIBLE_SCHEMA
  }

  private final Reason reason;

  UndecodableException(Reason reason, String message) {
    this(reason, message, null);
  }

  UndecodableException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
