// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.prompt.Inquiry;
import dev.millrace.run.Routing;
import dev.millrace.run.RunFacts;

/**
 * A request whose route is known.
 *
 * @param byExamples whether it was compared with the routes' examples before that
 * @param byModel whether a model was asked for the route
 */
record Asked(
    RunFacts facts, Inquiry inquiry, Routing routing, Whether byExamples, Whether byModel) {

  /** Whether something happens. */
  enum Whether {
    NEVER,
    PERHAPS,
    LIKELY,
    SURELY;

    boolean in(Outlook outlook) {
      return switch (this) {
        case NEVER -> false;
        case PERHAPS -> outlook == Outlook.MOST;
        case LIKELY -> outlook != Outlook.LEAST;
        case SURELY -> true;
      };
    }
  }
}
