// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.util.List;

/**
 * Where a client may connect to, and whom it trusts.
 *
 * @param allowAddresses blocks of addresses beside the public ones
 * @param certificates in PEM, in place of those that Java trusts; empty for those
 */
public record Network(List<String> allowAddresses, String certificates) {

  /** Public addresses, and what Java trusts. */
  public static final Network USUAL = new Network(List.of(), "");

  public Network {
    allowAddresses = List.copyOf(allowAddresses);
  }

  @Override
  public String toString() {
    return "Network" + allowAddresses + (certificates.isEmpty() ? "" : " own certificates");
  }
}
