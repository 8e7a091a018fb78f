// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

import java.util.concurrent.Executor;

/** Never used: what the rule of purity must catch. */
public final class StartsThreads {
  public void start(Executor executor, Runnable work) {
    executor.execute(work);
  }
}
