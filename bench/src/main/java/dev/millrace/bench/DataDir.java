// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The folder of public data sets, which are not part of the repository. */
record DataDir(Path root) {

  /** Opens a text of it; a name that ends in {@code .gz} is unpacked on the way. */
  BufferedReader read(String name) throws IOException {
    Path file = root.resolve(name).normalize();
    if (!Files.isReadable(file)) {
      throw new NoSuchFileException(file.toString());
    }
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            name.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
  }
}
