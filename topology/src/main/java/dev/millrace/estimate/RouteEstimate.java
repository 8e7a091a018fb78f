// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What requests of one route will come to.
 *
 * @param requests one of each request; where none was given, of one that was made up
 */
public record RouteEstimate(String route, List<Forecast> requests) {

  public RouteEstimate {
    requests = List.copyOf(requests);
  }

  /** The least of any of them. */
  public long least(Measure of) {
    return spread(of, Forecast::least).min();
  }

  public Spread likely(Measure of) {
    return spread(of, Forecast::likely);
  }

  /** The most of any of them. */
  public long most(Measure of) {
    return spread(of, Forecast::most).max();
  }

  private Spread spread(Measure of, Function<Forecast, Played> outlook) {
    return Spread.of(requests.stream().map(outlook).map(Played::toll).map(of::of).toList());
  }

  /** Of how many requests calls will likely be made smaller, to fit the run's budget. */
  public long likelyTrimmed() {
    return requests.stream().filter(each -> each.likely().trimmed() > 0).count();
  }

  /** How requests will likely end that do not complete, and how many. */
  public Map<String, Long> likelyUnfinished() {
    return requests.stream()
        .map(each -> each.likely().ending())
        .filter(ending -> !ending.detail().isEmpty())
        .collect(
            Collectors.groupingBy(
                ending -> ending.status().word() + ": " + ending.detail(),
                TreeMap::new,
                Collectors.counting()));
  }
}
