// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import dev.millrace.route.Decision.Refused;

/**
 * The refusals, in words that give nothing away: never the name of a route or a permission that the
 * asker did not name, so that no request can be used to map what it may not see.
 */
final class Refusals {
  private static final int MAX_ECHO_CHARS = 64;

  static final Refused NOT_PERMITTED =
      new Refused(Refused.NOT_PERMITTED, "the request lacks a permission that this needs");
  static final Refused OUT_OF_SCOPE =
      new Refused(Refused.OUT_OF_SCOPE, "the request is about something that no route serves");
  static final Refused UNCLASSIFIED =
      new Refused(Refused.UNCLASSIFIED, "no route was found that surely suits the request");

  private Refusals() {}

  static Refused unknownRoute(String hint) {
    String shown = hint.length() <= MAX_ECHO_CHARS ? hint : hint.substring(0, MAX_ECHO_CHARS) + "…";
    return new Refused(
        Refused.UNKNOWN_ROUTE, "no route is named " + shown.replaceAll("\\p{Cntrl}", "?"));
  }

  static Refused extractMissing(String extract) {
    return new Refused(
        Refused.EXTRACT_MISSING, "the text lacks what the route works on: " + extract);
  }
}
