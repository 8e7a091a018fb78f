// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.report;

import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Result;
import java.util.List;
import java.util.Locale;

/** What the lines of a report are told apart by. */
public enum Dimension {
  TENANT,
  USER,
  ROUTE,
  /** A run may use several, and none. */
  MODEL,
  CLASS;

  private static final String NONE = "";

  /** As people and programs write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names that a run has in it: one, but of models as many as answered in it. */
  List<String> of(Result result) {
    return switch (this) {
      case TENANT -> List.of(result.getTenant());
      case USER -> List.of(result.getUser());
      case ROUTE -> List.of(result.getRoute());
      case MODEL -> result.getModels().isEmpty() ? List.of(NONE) : distinct(result.getModels());
      case CLASS -> List.of(result.getWorkloadClass());
    };
  }

  private static List<String> distinct(List<String> models) {
    return models.stream().distinct().toList();
  }

  /** The name that a cost event has in it. */
  String of(CostEvent event) {
    return switch (this) {
      case TENANT -> event.getTenant();
      case USER -> event.getUser();
      case ROUTE -> event.getRoute();
      case MODEL -> model(event);
      case CLASS -> event.getWorkloadClass();
    };
  }

  /** What tools cost, and what their cache saved, is no model's. */
  private static String model(CostEvent event) {
    boolean isOfTool =
        event.getKind().equals("tool")
            || (event.getKind().equals(Figures.SAVED)
                && event.getCause().equals(Savings.TOOL_CACHE));
    return isOfTool ? NONE : event.getModel();
  }
}
