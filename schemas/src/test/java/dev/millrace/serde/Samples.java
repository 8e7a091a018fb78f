// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.RequestMessage;
import dev.millrace.schemas.Result;
import java.util.List;
import java.util.Map;

/** Records with something in every kind of field. */
final class Samples {

  static Request request() {
    return Request.newBuilder()
        .setRequestId("r-1")
        .setTenant("acme")
        .setUser("zoë")
        .setMessages(List.of(new RequestMessage("user", "Where is my parcel? 📦")))
        .setAttributes(Map.of("order", "A-17"))
        .setPermissions(List.of("orders:read"))
        .setDeadlineMs(1_800_000_000_000L)
        .setBudget(new RequestBudget(5_000_000L, null, 3L, null, null, 2L, null))
        .build();
  }

  static Result result() {
    return Result.newBuilder()
        .setRequestId("r-1")
        .setRunId("run-1")
        .setTenant("acme")
        .setStatus("completed")
        .setConfidence(0.75)
        .setReceivedAtMs(1)
        .setEndedAtMs(2)
        .build();
  }

  private Samples() {}
}
