// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.FailureKind;
import dev.millrace.call.WellFormed;
import dev.millrace.model.ModelResponse;
import java.util.Locale;

/** How a call ended, after all its attempts. */
public sealed interface CallResult {

  /** A model answered. */
  record ModelAnswer(ModelResponse response) implements CallResult {}

  /**
   * A tool answered.
   *
   * @param tokens its content is in a prompt
   * @param fromCache true if the tool cache had it and nothing was sent
   */
  record ToolAnswer(String content, int tokens, boolean fromCache) implements CallResult {
    public ToolAnswer {
      content = WellFormed.of(content);
    }
  }

  /** An embedder answered. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying each vector would only cost
  record Vector(float[] values) implements CallResult {}

  /**
   * Nobody answered.
   *
   * @param limit which limit it did not fit, for {@link FailureKind#OVER_BUDGET}; else empty
   * @param detail a sentence for people and models
   */
  record Failed(FailureKind kind, String limit, String detail) implements CallResult {

    public static Failed of(FailureKind kind, String detail) {
      return new Failed(kind, "", detail);
    }

    public static Failed overBudget(String limit, String detail) {
      return new Failed(FailureKind.OVER_BUDGET, limit, detail);
    }

    /** The kind as it stands in results. */
    public String word() {
      return kind.name().toLowerCase(Locale.ROOT);
    }
  }

  default boolean succeeded() {
    return !(this instanceof Failed);
  }
}
