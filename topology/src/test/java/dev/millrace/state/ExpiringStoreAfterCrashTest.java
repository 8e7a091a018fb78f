// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** What is left of it after {@code kill -9} under exactly-once, and what becomes of that. */
class ExpiringStoreAfterCrashTest {
  private static final Duration RETENTION = Duration.ofHours(4);
  private static final long NOON_MS = Duration.ofHours(12).toMillis();
  private static final Bytes KEY = Bytes.wrap(new byte[] {1});

  @TempDir private Path stateDir;
  private StateStoreContext context;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void runExactlyOnce() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    context =
        new MockProcessorContext<>(config, new TaskId(0, 0), stateDir.toFile())
            .getStateStoreContext();
  }

  private static ExpiringStore<String> store() {
    return new ExpiringStore<>(ExpiringStoreTest.windows(RETENTION), RETENTION);
  }

  /** Kafka Streams opens the same object again once it has thrown away what was on the disk. */
  @Test
  void whenItsFolderIsThrownAwayItIsOpenedAgain() throws Exception {
    ExpiringStore<String> before = opened(store());
    before.put(KEY, "v", NOON_MS);
    before.close();
    Path segments = stateDir.resolve("windows");
    leaveOpen(segments);
    ExpiringStore<String> store = store();
    assertThatThrownBy(() -> opened(store)).isInstanceOf(TaskCorruptedException.class);

    delete(segments);
    opened(store).put(KEY, "w", NOON_MS);
    assertThat(store.get(KEY, NOON_MS)).contains("w");
    store.close();
  }

  private ExpiringStore<String> opened(ExpiringStore<String> store) {
    store.init(context, store);
    return store;
  }

  /** As a kill leaves them, if something of them was on the disk by then. */
  private static void leaveOpen(Path segments) throws IOException, RocksDBException {
    byte[] open = new LongSerializer().serialize("", 1L);
    for (Path segment : list(segments)) {
      List<ColumnFamilyHandle> families = new ArrayList<>();
      try (DBOptions options = new DBOptions();
          RocksDB database =
              RocksDB.open(
                  options,
                  segment.toString(),
                  List.of(
                      new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
                      new ColumnFamilyDescriptor("offsets".getBytes(StandardCharsets.UTF_8))),
                  families)) {
        database.put(families.get(1), "status".getBytes(StandardCharsets.UTF_8), open);
        families.forEach(ColumnFamilyHandle::close);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
