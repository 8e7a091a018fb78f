// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;

/**
 * A run that does not fit a budget waits for somebody to let it go on.
 *
 * @param patience for so long at most
 */
public record Permission(Duration patience) {
  public Permission {
    Checks.positive(patience, "wait");
  }
}
