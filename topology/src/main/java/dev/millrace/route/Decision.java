// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import java.util.List;
import java.util.Map;

/** What follows from a question: a route, a further look at it, or no. */
public sealed interface Decision {

  /**
   * The request goes this way.
   *
   * @param confidence 0 to 1: 1 where a hint or a rule said so, the share of the votes where
   *     examples did, 0 where nothing measured it (a model's choice, the fallback)
   * @param extracted what the route's patterns found, by name
   */
  record Routed(String route, double confidence, By by, Map<String, String> extracted)
      implements Decision {
    public Routed {
      extracted = Map.copyOf(extracted);
    }
  }

  /** The text's vector is needed. */
  record AskEmbedding() implements Decision {}

  /**
   * A model has to choose.
   *
   * @param candidates routes the request may take, most likely first; never empty
   */
  record AskModel(List<String> candidates) implements Decision {
    public AskModel {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * No route.
   *
   * @param reason one of the words below
   * @param detail for people; tells nothing about routes that the asker did not name
   */
  record Refused(String reason, String detail) implements Decision {
    public static final String UNKNOWN_ROUTE = "unknown_route";
    public static final String NOT_PERMITTED = "not_permitted";
    public static final String OUT_OF_SCOPE = "out_of_scope";
    public static final String UNCLASSIFIED = "unclassified";
    public static final String EXTRACT_MISSING = "extract_missing";
  }
}
