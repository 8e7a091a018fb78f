// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Pipeline;
import java.util.List;

/** What came of reading a pipeline file. */
public sealed interface Reading {

  /** A pipeline that can be run, and what looks odd about it. */
  record Valid(Pipeline pipeline, List<Warning> warnings) implements Reading {
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /** Everything that is wrong with the file, in its order. */
  record Invalid(List<Mistake> mistakes) implements Reading {
    public Invalid {
      mistakes = List.copyOf(mistakes);
      if (mistakes.isEmpty()) {
        throw new IllegalArgumentException("invalid without a mistake");
      }
    }
  }
}
