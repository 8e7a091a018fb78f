// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.Environment;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The pipeline files of the benchmarks, read as a user's would be. */
final class BenchPipeline {
  private static final String AND = "+";

  private BenchPipeline() {}

  /** The name of two files that are read as one. */
  static String both(String file, String more) {
    return file + AND + more;
  }

  /**
   * Reads a file of this package.
   *
   * @param file its name, or that of {@link #both}
   * @param environment what {@code ${NAME}} stands for
   */
  static Pipeline read(String file, Environment environment) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String part : file.split(Pattern.quote(AND), -1)) {
      text.append(text(part));
    }
    Reading reading = PipelineFile.read(file, text.toString(), environment);
    if (reading instanceof Reading.Valid valid) {
      return valid.pipeline();
    }
    throw new IllegalStateException(reading.toString());
  }

  private static String text(String file) throws IOException {
    try (InputStream in = BenchPipeline.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
