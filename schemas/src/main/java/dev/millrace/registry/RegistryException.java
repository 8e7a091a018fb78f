// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

/** Why a registry did not give what it was asked for. */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, with the numbers that Confluent's interface has for it. */
  public enum Kind {
    SUBJECT_NOT_FOUND(404, 40401),
    VERSION_NOT_FOUND(404, 40402),
    SCHEMA_NOT_FOUND(404, 40403),
    /** The schema would make records unreadable that are already there. */
    INCOMPATIBLE(409, 409),
    /** No Avro schema, or one that is not understood. */
    INVALID_SCHEMA(422, 42201),
    INVALID_VERSION(422, 42202),
    INVALID_COMPATIBILITY_LEVEL(422, 42203),
    /** A path that is not served: no word about schemas, more likely a wrong address. */
    NO_ROUTE(404, 404),
    /** A request that is no JSON, or too long. */
    BAD_REQUEST(400, 400),
    /** The registry wants other credentials. */
    UNAUTHORIZED(401, 40101),
    /** No answer in time from any address: the same question may be answered later. */
    UNAVAILABLE(500, 50001);

    private final int httpStatus;
    private final int errorCode;

    Kind(int httpStatus, int errorCode) {
      this.httpStatus = httpStatus;
      this.errorCode = errorCode;
    }

    int httpStatus() {
      return httpStatus;
    }

    int errorCode() {
      return errorCode;
    }
  }

  private final Kind kind;

  public RegistryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public RegistryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** True if the registry is sure that it does not have it. */
  public boolean isNotFound() {
    return kind == Kind.SUBJECT_NOT_FOUND
        || kind == Kind.VERSION_NOT_FOUND
        || kind == Kind.SCHEMA_NOT_FOUND;
  }
}
