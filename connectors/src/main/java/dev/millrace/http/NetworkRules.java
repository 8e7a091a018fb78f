// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.util.List;

/**
 * Where a client may connect to, and whom it trusts.
 *
 * @param allowed addresses beside the public ones
 * @param certificates in PEM: one of them must have signed for a server; empty for those that Java
 *     trusts
 */
public record NetworkRules(List<AddressBlock> allowed, String certificates) {

  /** Public addresses, and what Java trusts. */
  public static final NetworkRules USUAL = new NetworkRules(List.of(), "");

  public NetworkRules {
    allowed = List.copyOf(allowed);
  }

  /**
   * The rules as a pipeline file has them.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public static NetworkRules of(List<String> allowed, String certificates) {
    return new NetworkRules(allowed.stream().map(AddressBlock::parse).toList(), certificates);
  }
}
