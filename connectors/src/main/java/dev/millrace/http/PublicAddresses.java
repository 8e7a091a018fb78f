// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses of the public internet from those that lead inside: this machine, its network,
 * its cloud's metadata. What is not known to be public is not.
 */
final class PublicAddresses {
  private static final List<AddressBlock> NOT_PUBLIC_4 =
      blocks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // a carrier's own, and some clouds' metadata
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, and most clouds' metadata
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocols', and a cloud's metadata
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays from IPv6
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and broadcast

  private static final AddressBlock GLOBAL_6 = AddressBlock.parse("2000::/3");
  private static final List<AddressBlock> NOT_PUBLIC_6 =
      blocks(
          "2001::/23", // protocols', such as tunnels
          "2001:db8::/32", // documentation
          "2002::/16", // tunnels to any address of IPv4
          "3fff::/20"); // documentation

  /** IPv4 for networks without it: public where the address within is. */
  private static final AddressBlock TRANSLATED = AddressBlock.parse("64:ff9b::/96");

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    return contain(address.getAddress());
  }

  private static boolean contain(byte[] address) {
    if (address.length == 4) {
      return NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(address));
    }
    if (TRANSLATED.contains(address)) {
      return contain(Arrays.copyOfRange(address, 12, 16));
    }
    return GLOBAL_6.contains(address)
        && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(address));
  }

  private static List<AddressBlock> blocks(String... blocks) {
    return Stream.of(blocks).map(AddressBlock::parse).toList();
  }
}
