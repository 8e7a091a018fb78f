// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import java.util.Optional;

/** What a tool's arguments must be; the JSON Schemas themselves are somebody else's to read. */
public interface ToolGate {

  /** What is wrong with the arguments, in words a model can act on; empty if nothing is. */
  Optional<String> mistake(String tool, String argumentsJson);
}
