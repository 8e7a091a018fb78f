// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.registry.RegistryException.Kind;
import dev.millrace.registry.Subjects.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What a registry knows, in one JSON file that is replaced whole: the old or the new, never half.
 */
final class RegistryFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  private RegistryFile(Path file) {
    this.file = file;
  }

  /** The subjects of a directory, which is made if need be, and which keeps them from now on. */
  static Subjects open(Path directory) throws IOException {
    Files.createDirectories(directory);
    var file = new RegistryFile(directory.resolve("registry.json"));
    var subjects = new Subjects(file::write);
    if (Files.exists(file.file)) {
      subjects.restore(JSON.readValue(file.file.toFile(), Snapshot.class));
    }
    return subjects;
  }

  private void write(Snapshot snapshot) {
    Path next = file.resolveSibling("registry.json.next");
    try {
      writeDurably(next, JSON.writeValueAsBytes(snapshot));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new RegistryException(Kind.UNAVAILABLE, "Schemas cannot be saved: " + file, e);
    }
  }

  private static void writeDurably(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
