// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

import java.util.UUID;

/** Never used: what the rule of purity must catch. */
public final class Gambles {
  public UUID id() {
    return UUID.randomUUID();
  }
}
