// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.run.Ending;

/**
 * What a run came to that was only played.
 *
 * @param toll its time is by the assumptions, and 0 but for {@link Outlook#LIKELY}
 * @param trimmed how many of its calls were made smaller, to fit its budget
 */
public record Played(Toll toll, long trimmed, Ending ending) {
  Played with(Toll other) {
    return new Played(other, trimmed, ending);
  }
}
