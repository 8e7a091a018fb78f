// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.cache;

import java.util.Arrays;
import java.util.HexFormat;

/** Names what was asked, by whom it may be seen, and what made it. */
public final class CacheKey {
  private static final int SHORT_BYTES = 6;

  private final byte[] hash;

  CacheKey(byte[] hash) {
    this.hash = hash;
  }

  public byte[] bytes() {
    return hash.clone();
  }

  /** Enough of it to tell hits apart in a result, not enough to look anything up. */
  public String shortHash() {
    return HexFormat.of().formatHex(hash, 0, SHORT_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && Arrays.equals(hash, key.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }
}
