// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.regex.Pattern;

/** What YAML 1.2 takes an unquoted scalar for. */
enum PlainScalar {
  NULL("~|null|Null|NULL|"),
  BOOLEAN("true|True|TRUE|false|False|FALSE"),
  WHOLE("[-+]?[0-9]+"),
  DECIMAL("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?"),
  TEXT(".*");

  private final Pattern pattern;

  PlainScalar(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  static PlainScalar of(String raw) {
    for (PlainScalar scalar : values()) {
      if (scalar.pattern.matcher(raw).matches()) {
        return scalar;
      }
    }
    return TEXT;
  }
}
