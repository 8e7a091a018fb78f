// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import org.jspecify.annotations.Nullable;

/** Where {@code ${NAME}} in a pipeline file comes from; {@code System::getenv} for most. */
@FunctionalInterface
public interface Environment {

  /** The variable's value, or null if there is none of that name. */
  @Nullable String get(String name);
}
