// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/** The few greatest of many similarities, greatest first; of equals the earlier stays ahead. */
final class Nearest {
  private final float[] similarities;
  private final int[] positions;
  private int size;

  Nearest(int capacity) {
    similarities = new float[capacity];
    positions = new int[capacity];
  }

  void offer(int position, float similarity) {
    if (size == similarities.length && !(similarity > similarities[size - 1])) {
      return;
    }
    int at = size < similarities.length ? size++ : size - 1;
    for (; at > 0 && similarities[at - 1] < similarity; at--) {
      similarities[at] = similarities[at - 1];
      positions[at] = positions[at - 1];
    }
    similarities[at] = similarity;
    positions[at] = position;
  }

  int size() {
    return size;
  }

  int position(int rank) {
    return positions[rank];
  }

  float similarity(int rank) {
    return similarities[rank];
  }
}
