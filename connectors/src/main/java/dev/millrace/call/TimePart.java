// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.util.Locale;

/** What an attempt over HTTP spends its time on, in the order in which it comes to it. */
public enum TimePart {
  /** A first try, over an old connection on which the server had hung up. */
  LOST,
  /** Until a thread took it up. */
  QUEUE,
  /** Looking up the host and connecting, without TLS; only where a connection was made. */
  CONNECT,
  /** Only where a connection was made, and secured. */
  TLS,
  /** Writing the request down and sending it. */
  REQUEST,
  /** From the request's last byte until the answer's headers are here. */
  FIRST_BYTE,
  /** Waiting for the answer's body, of a stream for all its events. */
  BODY,
  /** Our own: reading what came, and making an outcome of it. */
  PARSE;

  /** As metrics and records name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
