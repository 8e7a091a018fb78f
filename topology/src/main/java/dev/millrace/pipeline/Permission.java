// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * A run that does not fit a budget waits for somebody to let it go on.
 *
 * @param wait for so long at most
 */
public record Permission(Duration wait) {
  public Permission {
    Checks.positive(wait, "wait");
  }
}
