// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The retail domain of a copy of tau2-bench, which the user has to bring.
 *
 * @param database users, orders and products
 * @param tasks what customers want
 * @param policy what its agents are told
 */
record Tau2Data(JsonNode database, JsonNode tasks, String policy) {
  private static final String RETAIL = "data/tau2/domains/retail";
  private static final int MAX_BYTES = 64 << 20;

  static boolean isIn(Path root) {
    return Files.isDirectory(root.resolve(RETAIL));
  }

  /**
   * Reads the domain's files, plain or gzipped.
   *
   * @param root of the copy
   * @throws DemoWorldException if they are not there or cannot be read
   */
  static Tau2Data read(Path root) {
    Path retail = root.resolve(RETAIL);
    if (!isIn(root)) {
      throw new DemoWorldException(
          "There is no copy of tau2-bench in " + root + ": it has no folder " + RETAIL + ".");
    }
    Tau2Data data =
        new Tau2Data(
            json(retail, "db.json"), json(retail, "tasks.json"), text(retail, "policy.md"));
    return data.checked(retail);
  }

  private Tau2Data checked(Path retail) {
    for (String part : new String[] {"users", "orders", "products"}) {
      if (!database.path(part).isObject()) {
        throw new DemoWorldException("The database in " + retail + " has no " + part + ".");
      }
    }
    if (!tasks.isArray() || tasks.isEmpty()) {
      throw new DemoWorldException("There are no tasks in " + retail + ".");
    }
    return this;
  }

  private static JsonNode json(Path folder, String name) {
    try {
      return DemoJson.MAPPER.readTree(bytes(folder, name));
    } catch (IOException e) {
      throw unreadable(folder.resolve(name), e);
    }
  }

  private static String text(Path folder, String name) {
    try {
      return new String(bytes(folder, name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(folder.resolve(name), e);
    }
  }

  private static byte[] bytes(Path folder, String name) throws IOException {
    try (InputStream in = open(folder, name)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than 64 MiB");
      }
      return bytes;
    }
  }

  private static InputStream open(Path folder, String name) throws IOException {
    Path plain = folder.resolve(name);
    return Files.exists(plain)
        ? Files.newInputStream(plain)
        : new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")));
  }

  private static DemoWorldException unreadable(Path file, IOException e) {
    return new DemoWorldException("Neither " + file + " nor the same with .gz can be read", e);
  }
}
