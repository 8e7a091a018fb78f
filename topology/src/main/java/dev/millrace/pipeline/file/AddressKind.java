// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.http.AddressBlock;
import org.jspecify.annotations.Nullable;

/** An address, or a block of them. */
final class AddressKind implements Kind<String> {
  @Override
  public @Nullable String read(At at) {
    String text = Texts.words(such()).read(at);
    try {
      if (text != null) {
        AddressBlock.parse(text);
      }
      return text;
    } catch (IllegalArgumentException e) {
      at.isNot("an address or a block of them", such());
      return null;
    }
  }

  @Override
  public String such() {
    return "an address or a block such as 10.20.0.0/16";
  }
}
