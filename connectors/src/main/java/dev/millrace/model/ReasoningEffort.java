// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.util.Locale;

/** How much a model thinks before it answers, in OpenAI's words. Not every model knows each. */
public enum ReasoningEffort {
  NONE,
  MINIMAL,
  LOW,
  MEDIUM,
  HIGH;

  /** As protocols write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
