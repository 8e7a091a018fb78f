// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Reads requests from a file with one JSON object a line. */
public final class RequestFile {

  private RequestFile() {}

  /**
   * Reads all lines but blank ones.
   *
   * @param tenant of requests that name none; may be empty
   * @param idOfLine gives requests without a request_id one, by the line's number from 1
   * @throws RecordFileException with every line that is no request
   */
  public static List<PastRequest> read(Path file, String tenant, IntFunction<String> idOfLine)
      throws IOException {
    return RecordFile.read(
        file,
        Request.class,
        (request, number, atMs) -> {
          if (request.getTenant().isBlank()) {
            request.setTenant(tenant);
          }
          if (request.getTenant().isBlank()) {
            throw new IllegalArgumentException("no tenant; write one, or give --tenant");
          }
          if (request.getRequestId().isBlank()) {
            request.setRequestId(idOfLine.apply(number));
          }
          return new PastRequest(request, atMs);
        });
  }
}
