// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** One measurement; its class is a picocli command, whose options are the measurement's own. */
interface Benchmark {

  /**
   * Measures.
   *
   * @throws java.nio.file.NoSuchFileException if the data it needs is not there
   */
  Figures run(DataDir data) throws IOException;

  /** How busy the machine is, over the last minute: figures of a busy one tell little. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
