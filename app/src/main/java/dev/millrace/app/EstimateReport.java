// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.Truth;
import dev.millrace.estimate.Assumptions;
import dev.millrace.estimate.Demand;
import dev.millrace.estimate.Estimate;
import dev.millrace.estimate.SideBySide;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to tell of an estimate. It is never told without what it assumes.
 *
 * @param given whether the requests are the user's own
 * @param demands what the requests take of budgets' windows
 * @param perDay how many of them come in a day; null if nobody said
 * @param truth what runs came to; null if nobody asked
 */
record EstimateReport(
    Estimate estimate,
    Assumptions assumptions,
    String currency,
    boolean given,
    List<Demand> demands,
    @Nullable Long perDay,
    @Nullable Truth truth) {

  /** Route by route. */
  List<SideBySide> routes() {
    return estimate.routes().stream()
        .map(
            route ->
                new SideBySide(
                    route,
                    truth == null
                        ? List.of()
                        : truth.byRoute().getOrDefault(route.route(), List.of())))
        .toList();
  }
}
