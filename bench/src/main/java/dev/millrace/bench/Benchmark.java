// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

/** One measurement; its class is a picocli command, whose options are the measurement's own. */
interface Benchmark {

  /**
   * Measures.
   *
   * @throws java.nio.file.NoSuchFileException if the data it needs is not there
   */
  Figures run(DataDir data) throws IOException;
}
