// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.advice;

import java.util.List;

/**
 * Something to do better.
 *
 * @param path to the place, as keys of the pipeline file
 * @param message what is odd about it
 * @param mend what to write instead
 */
public record Advice(List<String> path, String message, String mend) {
  public Advice {
    path = List.copyOf(path);
  }
}
