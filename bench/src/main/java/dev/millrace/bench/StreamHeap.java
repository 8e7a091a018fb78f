// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What an open stream, half of which has been read, holds of the heap: its connection too. */
final class StreamHeap {
  private static final String PREFIX = "heap-";

  private StreamHeap() {}

  /**
   * Opens streams that stand still, looks, and reads them to the end.
   *
   * @param side that asks where streams stand still, and has no connections yet
   */
  static double bytesPerStream(StreamSide side, int streams, StreamProvider provider)
      throws IOException {
    long before = LiveHeap.ownBytes();
    List<CompletableFuture<Boolean>> open = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      open.add(side.read(PREFIX + i));
    }
    provider.awaitHeld(streams);
    long after = LiveHeap.ownBytes();
    provider.release();
    for (CompletableFuture<Boolean> each : open) {
      if (!each.join()) {
        throw new IOException("a stream was not read whole");
      }
    }
    return (double) (after - before) / streams;
  }
}
