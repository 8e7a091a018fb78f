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

/** The pipeline files of the benchmarks, read as a user's would be. */
final class BenchPipeline {
  private BenchPipeline() {}

  /**
   * Reads a file of this package.
   *
   * @param environment what {@code ${NAME}} stands for
   */
  static Pipeline read(String file, Environment environment) throws IOException {
    try (InputStream in = BenchPipeline.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Reading reading = PipelineFile.read(file, text, environment);
      if (reading instanceof Reading.Valid valid) {
        return valid.pipeline();
      }
      throw new IllegalStateException(reading.toString());
    }
  }
}
