// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number from 1, for options that count or limit something. */
final class AtLeastOne implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    int number = parse(value);
    if (number < 1) {
      throw refused(value);
    }
    return number;
  }

  private static int parse(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw refused(value);
    }
  }

  private static TypeConversionException refused(String value) {
    return new TypeConversionException("'" + value + "' is not a whole number from 1 up");
  }
}
