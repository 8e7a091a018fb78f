// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads what a request brings before anybody answers it, and somewhat more than is allowed. A
 * server that answers while it is still being written to closes the connection upon unread bytes,
 * which resets it: the client then reports a broken pipe, and never reads the answer that says why.
 */
public final class WholeBody {

  /** More than a body may have by this many bytes is not waited for. */
  static final int MAX_EXCESS_BYTES = 1 << 20;

  private WholeBody() {}

  /**
   * Reads to the end, or to what is far too much, and then calls one of the two, on some thread.
   *
   * @param length what the client announced, in bytes; -1 if it did not
   * @param unread told if the body has more than {@code maxBytes} ({@link TooLarge}), or why it
   *     could not be read
   */
  public static void read(
      Content.Source source,
      long length,
      int maxBytes,
      Consumer<byte[]> whole,
      Consumer<Throwable> unread) {
    int readable = maxBytes + MAX_EXCESS_BYTES;
    if (length > readable) {
      unread.accept(new TooLarge());
      return;
    }
    Content.Source.asByteArrayAsync(
        source,
        readable,
        Promise.Invocable.from(
            Invocable.InvocationType.NON_BLOCKING,
            (body, failure) -> {
              if (failure != null) {
                unread.accept(failure instanceof IllegalStateException ? new TooLarge() : failure);
              } else if (body.length > maxBytes) {
                unread.accept(new TooLarge());
              } else {
                whole.accept(body);
              }
            }));
  }

  /** The body has more bytes than it may have. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TooLarge() {
      super("the body is too large", null, false, false);
    }
  }
}
