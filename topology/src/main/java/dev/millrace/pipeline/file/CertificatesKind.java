// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.http.TrustedCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The certificates of a PEM file, which is named from where the pipeline file is. */
final class CertificatesKind implements Kind<String> {
  private static final int MAX_BYTES = 1 << 20;

  @Override
  public @Nullable String read(At at) {
    String name = Texts.words(such()).read(at);
    if (name == null) {
      return null;
    }
    try {
      Path path = at.context().directory().resolve(name);
      try (InputStream in = Files.newInputStream(path)) {
        String pem = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
        int count = TrustedCertificates.parse(pem).size();
        return count == 0 ? null : pem;
      }
    } catch (IOException | InvalidPathException e) {
      at.mistake("the file " + name + " cannot be read", "name a PEM file of certificates");
    } catch (IllegalArgumentException e) {
      at.mistake("the file " + name + " holds no certificates", "name a PEM file of certificates");
    }
    return null;
  }

  @Override
  public String such() {
    return "the name of a PEM file";
  }
}
