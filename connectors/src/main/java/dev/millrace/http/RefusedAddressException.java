// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.net.UnknownHostException;

/** A host that is known, but where nobody may go. Its addresses are not told to whoever asked. */
final class RefusedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException() {
    super("the host is at an address that is not public; see allow_addresses");
  }
}
