// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the command's exit code tells a script. */
final class ExitCode {

  static final int DONE = 0;

  /** It ran, and the outcome is a failure: a result that is not complete, a time that ran out. */
  static final int FAILED = 1;

  /** Wrong options, a pipeline file or requests that cannot be used. */
  static final int WRONG_USE = 2;

  /** Kafka or the schema registry does not answer. */
  static final int OUT_OF_REACH = 3;

  static final Map<String, String> DESCRIPTIONS = descriptions();

  private ExitCode() {}

  private static Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    descriptions.put(" " + DONE, "done");
    descriptions.put(" " + FAILED, "it ran, and the outcome is a failure");
    descriptions.put(" " + WRONG_USE, "wrong use, a wrong pipeline file or wrong requests");
    descriptions.put(" " + OUT_OF_REACH, "Kafka or the schema registry cannot be reached");
    return descriptions;
  }
}
