// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory that one broker alone may use. Kafka's own lock comes too late: its controller has
 * written to the cluster's metadata by then, under the feet of the one that runs.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "broker.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory, which is made if need be. The lock ends with this process at the latest.
   *
   * @throws DirectoryInUseException if another broker has it, here or in another process
   */
  static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      return take(directory, open(directory.resolve(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DirectoryLock take(Path directory, FileChannel channel) throws IOException {
    if (!isLocked(channel)) {
      channel.close();
      throw new DirectoryInUseException(directory);
    }
    return new DirectoryLock(channel);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
