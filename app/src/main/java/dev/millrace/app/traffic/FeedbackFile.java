// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.schemas.Feedback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads feedback from a file with one JSON object a line. */
public final class FeedbackFile {

  private FeedbackFile() {}

  /**
   * Reads all lines but blank ones.
   *
   * @param completed gives a line what it leaves out
   * @throws RecordFileException with every line that is no feedback
   */
  public static List<Feedback> read(Path file, UnaryOperator<Feedback> completed)
      throws IOException {
    return RecordFile.read(
        file,
        Feedback.class,
        (line, number, atMs) -> {
          Feedback feedback = completed.apply(line);
          FeedbackRules.mistake(feedback)
              .ifPresent(
                  mistake -> {
                    throw new IllegalArgumentException(mistake);
                  });
          return feedback;
        });
  }
}
