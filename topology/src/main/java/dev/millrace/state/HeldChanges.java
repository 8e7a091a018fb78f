// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.kafka.Loop;
import java.util.List;

/**
 * What the stores of one task hold back until its stream thread commits.
 *
 * <p>Is exclusively owned by the stream thread.
 */
public final class HeldChanges {
  private final List<WriteBehindStore<?, ?, ?>> stores;

  /** Lets all of them be written at the commits of this thread. */
  HeldChanges(List<WriteBehindStore<?, ?, ?>> stores, Loop thread) {
    this.stores = List.copyOf(stores);
    stores.forEach(store -> store.join(thread));
  }

  /** Writes all of them ahead of the commit, which finds only what changes after this. */
  public void write() {
    stores.forEach(WriteBehindStore::writeChanges);
  }
}
