// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

/** A colour by what it means. */
public enum Colour {
  GOOD(32),
  ODD(33),
  BAD(31),
  QUIET(90),
  STRONG(1);

  static final String END = "\u001b[0m";

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  String begin() {
    return "\u001b[" + code + "m";
  }

  /** Of how a run ended, by the word that results have for it. */
  public static Colour ofStatus(String status) {
    return switch (status) {
      case "completed" -> GOOD;
      case "incomplete", "cancelled" -> ODD;
      default -> BAD;
    };
  }
}
