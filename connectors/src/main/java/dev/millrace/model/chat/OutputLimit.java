// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model.chat;

/** The two names of the field that bounds an answer: OpenAI's own, and what others still read. */
public enum OutputLimit {
  MAX_COMPLETION_TOKENS("max_completion_tokens"),
  MAX_TOKENS("max_tokens");

  private final String field;

  OutputLimit(String field) {
    this.field = field;
  }

  String field() {
    return field;
  }
}
