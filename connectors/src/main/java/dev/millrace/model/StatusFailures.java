// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.call.Failure;
import java.io.IOException;
import java.time.Instant;
import okhttp3.Response;

/** What answers of an unhappy status mean. */
public final class StatusFailures {
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private StatusFailures() {}

  /** The failure of an unhappy status; what cannot be read of its body says nothing more. */
  public static Failure of(Protocol protocol, Response response, Instant now) {
    JsonNode error = null;
    try {
      error = protocol.errorIn(WireJson.read(response.peekBody(MAX_ERROR_BYTES).string()));
    } catch (IOException e) {
      // Cut, or a proxy's page: the status alone has to do.
    }
    JsonNode known = error == null ? MissingNode.getInstance() : error;
    int status = response.code();
    return protocol.error(status, known).toFailure(status, response.headers(), now);
  }
}
