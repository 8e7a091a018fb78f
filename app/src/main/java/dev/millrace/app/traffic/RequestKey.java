// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Result;

/** What names a request: ids are a tenant's own. */
public record RequestKey(String tenant, String requestId) {

  public static RequestKey of(Result result) {
    return new RequestKey(result.getTenant(), result.getRequestId());
  }
}
