// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;

/** A part of a benchmark that can be measured alone. */
interface Section {

  /** Starts what it measures, measures, and ends what it has started. */
  Figures measure(Harness harness) throws IOException;
}
