// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Secret;
import org.jspecify.annotations.Nullable;

/** A line of text, with variables in it or as a whole out of a file. */
record LineOrFile() implements Kind<String> {
  @Override
  public @Nullable String read(At at) {
    if (at.node() instanceof Yaml.Text text && text.raw().startsWith("${file:")) {
      Secret secret = new SecretKind().read(at);
      return secret == null ? null : secret.value();
    }
    return Texts.line().read(at);
  }

  @Override
  public String such() {
    return Texts.line().such() + ", or \"${file:/path}\"";
  }
}
