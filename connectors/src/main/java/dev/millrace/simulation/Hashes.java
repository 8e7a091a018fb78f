// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Hashes that are the same on every machine: chance and ids are drawn from them. */
final class Hashes {

  private Hashes() {}

  static long of(long seed, String text) {
    return of(seed, text.getBytes(StandardCharsets.UTF_8));
  }

  static long of(long seed, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return mix(seed ^ (crc.getValue() << 32 | (Arrays.hashCode(bytes) & 0xffffffffL)));
  }

  /** Spreads nearby numbers far apart (the finaliser of SplitMix64). */
  static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  static String hex(long value) {
    return HexFormat.of().toHexDigits(mix(value));
  }
}
