// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/** Places of one kind, and how many of them are taken. */
final class Places {
  private final int most;
  private int taken;

  Places(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most < 1: " + most);
    }
    this.most = most;
  }

  boolean free() {
    return taken < most;
  }

  void take() {
    taken++;
  }

  void give() {
    taken--;
  }

  int taken() {
    return taken;
  }
}
