// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Request;

/**
 * A request as it was sent once.
 *
 * @param atMs its record's time, epoch milliseconds; 0 if nobody knows
 */
public record PastRequest(Request request, long atMs) {

  /** What names it: a tenant's request id. */
  public RequestKey key() {
    return new RequestKey(request.getTenant(), request.getRequestId());
  }

  /**
   * The same request to be sent at another time. A deadline is as far away from it as it was from
   * the old one.
   */
  public Request asSentAt(long nowMs) {
    Long deadlineMs = request.getDeadlineMs();
    if (deadlineMs == null || atMs == 0) {
      return request;
    }
    return Request.newBuilder(request).setDeadlineMs(deadlineMs - atMs + nowMs).build();
  }
}
