// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

import java.io.File;

/** Never used: what the rule of purity must catch. */
public final class ReadsFiles {
  public boolean exists(String name) {
    return new File(name).exists();
  }
}
