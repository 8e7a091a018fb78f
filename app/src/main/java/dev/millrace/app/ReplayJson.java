// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.traffic.Answered;
import dev.millrace.schemas.Result;
import org.jspecify.annotations.Nullable;

/** A request that was replayed, as a JSON line: how it ended, and how it ended before. */
final class ReplayJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReplayJson() {}

  static String line(Answered answered, @Nullable Result original) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("request_id", answered.result().getRequestId())
            .put("tenant", answered.result().getTenant());
    line.setAll(fields(answered.result()));
    if (original != null) {
      line.set("original", fields(original));
    }
    return line.toString();
  }

  private static ObjectNode fields(Result result) {
    return JSON.createObjectNode()
        .put("status", result.getStatus())
        .put("reason", result.getReason())
        .put("route", result.getRoute())
        .put("cost_nanos", result.getCostNanos())
        .put("latency_ms", result.getEndedAtMs() - result.getReceivedAtMs());
  }
}
