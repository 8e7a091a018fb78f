// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.kafka.Await;
import dev.millrace.registry.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker and a registry of its own for each test, and traffic through them. */
abstract class ShopOnKafka {
  /** Of each topic; the application has a task for each. */
  static final int PARTITIONS = 4;

  @TempDir Path dir;

  EmbeddedBroker broker;
  RegistryServer registry;
  Traffic traffic;

  @BeforeEach
  void startBroker() throws IOException {
    broker = EmbeddedBroker.start(new BrokerSettings(dir.resolve("broker"), 0));
    registry = RegistryServer.start(0);
    traffic = new Traffic(broker.bootstrapServers(), registry.url());
  }

  @AfterEach
  void stopBroker() {
    traffic.close();
    registry.close();
    broker.close();
  }

  /** Leaves a mark beside the stores of each task: who throws the stores away takes it along. */
  List<Path> markTasks(String instance, int tasks) throws IOException {
    Path folder = dir.resolve(instance).resolve("shop");
    Await.until("tasks on the disk", () -> tasks(folder).size() == tasks);
    List<Path> marks = new ArrayList<>();
    for (Path task : tasks(folder)) {
      marks.add(Files.createFile(task.resolve("mark")));
    }
    return marks;
  }

  private static List<Path> tasks(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.getFileName().toString().matches("\\d+_\\d+")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
