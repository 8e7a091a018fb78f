// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Neighbouring addresses: an address, and how many of its first bits they share. */
public final class AddressBlock {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  private final byte[] address;
  private final int bits;

  private AddressBlock(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. Nothing is looked up.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static AddressBlock parse(String text) {
    String[] parts = text.split("/", 2);
    try {
      if (ADDRESS.matcher(parts[0]).matches() && !isShort(parts[0])) {
        byte[] address = InetAddress.getByName(parts[0]).getAddress();
        int most = address.length * 8;
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits >= 0 && bits <= most) {
          return new AddressBlock(address, bits);
        }
      }
    } catch (UnknownHostException | NumberFormatException e) {
      // As below.
    }
    throw new IllegalArgumentException("no address or block of addresses: " + text);
  }

  /** Java takes 10.1 for 10.0.0.1. */
  private static boolean isShort(String text) {
    return !text.contains(":") && text.split("\\.", -1).length != 4;
  }

  boolean contains(InetAddress other) {
    return contains(other.getAddress());
  }

  boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((other[i / 8] & mask) != (address[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
