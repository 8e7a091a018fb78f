// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.MalformedAnswerException;
import dev.millrace.model.ModelResponse.FinishReason;

/** Why a model stopped, in the API's words. */
final class FinishReasons {
  private FinishReasons() {}

  /**
   * What a reason means.
   *
   * @param reason a word; or its number, as servers write that are asked for numbers, of which
   *     those that mean the same everywhere are known
   * @throws MalformedAnswerException if the model could not bring out what it meant to
   */
  static FinishReason read(JsonNode reason) throws MalformedAnswerException {
    return switch (reason.asText()) {
      case "STOP", "1" -> FinishReason.STOP;
      case "MAX_TOKENS", "2" -> FinishReason.LENGTH;
      case "SAFETY",
          "3",
          "RECITATION",
          "4",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR" ->
          FinishReason.CONTENT_FILTER;
      case "MALFORMED_FUNCTION_CALL",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MALFORMED_RESPONSE" ->
          throw new MalformedAnswerException(reason.asText());
      default -> FinishReason.OTHER;
    };
  }
}
