// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The files beside the tests, and an environment in which the complete one is valid. */
final class TestFiles {
  static final Environment SHOP =
      Map.of(
              "SIM_URL",
              "http://127.0.0.1:9000/v1",
              "SHOP_URL",
              "https://shop.test",
              "CA_FILE",
              "src/test/resources/dev/millrace/pipeline/ca.pem")
          ::get;

  private TestFiles() {}

  static String read(String name) {
    String path = "/dev/millrace/pipeline/" + name;
    try (InputStream in = TestFiles.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
