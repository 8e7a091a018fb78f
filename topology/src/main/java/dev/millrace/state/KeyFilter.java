// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Which keys were added, by their hashes, in ten bits each: it may say yes where it is no, never
 * the other way round. A blocked Bloom filter (Putze, Sanders and Singler, "Cache-, Hash- and
 * Space-Efficient Bloom Filters", 2007), whose pages double as it grows; once {@link #MOST_KEYS}
 * are in, it says yes to all.
 */
final class KeyFilter {
  private static final int FIRST_PAGE_KEYS = 1 << 12;
  private static final int MOST_PAGES = 8;

  /** A million, in 1.3 MiB. */
  static final int MOST_KEYS = FIRST_PAGE_KEYS * ((1 << MOST_PAGES) - 1);

  private static final int BITS_A_KEY = 10;
  private static final int WORDS_A_BLOCK = 8;
  private static final int BLOCK_BITS = WORDS_A_BLOCK * Long.SIZE;
  private static final int PROBES = 6;

  /** The bits of a place in a block. */
  private static final int PLACE_BITS = Integer.numberOfTrailingZeros(BLOCK_BITS);

  /** Of Fibonacci hashing: spreads what tells the block over the bits that tell the places. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final List<long[]> pages = new ArrayList<>();
  private int left;
  private boolean full;

  void add(long hash) {
    if (left == 0) {
      turnPage();
    }
    if (!full) {
      left--;
      long[] page = pages.get(pages.size() - 1);
      int block = block(page, hash);
      long places = hash * GOLDEN;
      for (int i = 0; i < PROBES; i++, places <<= PLACE_BITS) {
        int place = place(places);
        page[block + place / Long.SIZE] |= 1L << place;
      }
    }
  }

  private void turnPage() {
    if (pages.size() == MOST_PAGES) {
      full = true;
      pages.clear();
    } else if (!full) {
      left = FIRST_PAGE_KEYS << pages.size();
      pages.add(new long[left * BITS_A_KEY / BLOCK_BITS * WORDS_A_BLOCK]);
    }
  }

  boolean mayHold(long hash) {
    if (full) {
      return true;
    }
    for (long[] page : pages) {
      if (mayHold(page, hash)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayHold(long[] page, long hash) {
    int block = block(page, hash);
    long places = hash * GOLDEN;
    for (int i = 0; i < PROBES; i++, places <<= PLACE_BITS) {
      int place = place(places);
      if ((page[block + place / Long.SIZE] & (1L << place)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Where a block begins, by the upper half of the hash. */
  private static int block(long[] page, long hash) {
    long blocks = page.length / WORDS_A_BLOCK;
    return (int) (((hash >>> Integer.SIZE) * blocks) >>> Integer.SIZE) * WORDS_A_BLOCK;
  }

  private static int place(long places) {
    return (int) (places >>> (Long.SIZE - PLACE_BITS));
  }
}
