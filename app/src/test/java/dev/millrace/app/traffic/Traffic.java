// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.CacheUse;
import dev.millrace.schemas.Phases;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import java.util.Collections;

/** Requests and results of tests. */
public final class Traffic {

  private Traffic() {}

  public static PastRequest request(String id) {
    return new PastRequest(
        Request.newBuilder().setTenant("acme").setRequestId(id).setInput("?").build(), 0);
  }

  public static Result result(String id, String status, long costNanos, long tookMs, int hits) {
    Phases phases = new Phases();
    phases.setSequentialMs(2 * tookMs);
    CacheUse hit = new CacheUse("tool", "hit", "");
    return Result.newBuilder()
        .setTenant("acme")
        .setRequestId(id)
        .setStatus(status)
        .setRoute(status.equals("rejected") ? "" : "help")
        .setAnswer("so")
        .setCostNanos(costNanos)
        .setCurrency("USD")
        .setReceivedAtMs(1_000)
        .setEndedAtMs(1_000 + tookMs)
        .setPhases(phases)
        .setCaches(Collections.nCopies(hits, hit))
        .build();
  }

  public static Answered answered(String id, String status, long costNanos, long tookMs, int hits) {
    return Answered.byItsOwnTimes(request(id), result(id, status, costNanos, tookMs, hits));
  }
}
