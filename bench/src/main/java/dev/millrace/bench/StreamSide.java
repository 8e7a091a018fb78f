// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.concurrent.CompletableFuture;

/** Somebody who asks for streams and reads them, as many at once as are asked for. */
interface StreamSide extends AutoCloseable {

  /**
   * Asks and reads to the end.
   *
   * @param id sent as {@code X-Request-Id}
   * @return true if what came was whole
   */
  CompletableFuture<Boolean> read(String id);

  @Override
  void close();
}
