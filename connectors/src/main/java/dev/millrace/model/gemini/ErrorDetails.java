// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What stands in the details of an error, each of which names its own type. */
final class ErrorDetails {
  private ErrorDetails() {}

  /** Google's own word for what went wrong, such as {@code API_KEY_INVALID}; empty if none. */
  static String reason(JsonNode details) {
    for (JsonNode detail : details) {
      if (is("ErrorInfo", detail)) {
        return detail.path("reason").asText("");
      }
    }
    return "";
  }

  /** Whether a quota is used up that does not come back within minutes, or that is none at all. */
  static boolean isQuotaOfDays(JsonNode details) {
    for (JsonNode detail : details) {
      if (is("QuotaFailure", detail)) {
        for (JsonNode violation : detail.path("violations")) {
          if (isOfDays(violation)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isOfDays(JsonNode violation) {
    String quota = violation.path("quotaId").asText("") + violation.path("quotaMetric").asText("");
    String name = quota.toLowerCase(Locale.ROOT).replace("_", "");
    return name.contains("perday")
        || name.contains("permonth")
        || violation.path("quotaValue").asText("").equals("0");
  }

  static boolean is(String type, JsonNode detail) {
    return detail.path("@type").asText("").endsWith("." + type);
  }
}
