// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiringStoreTest {
  private static final Duration RETENTION = Duration.ofHours(4);
  private static final long HOUR_MS = 3_600_000;
  private static final long NOON_MS = 12 * HOUR_MS;
  private static final Bytes KEY = key("k");
  private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);

  @TempDir private Path stateDir;
  private final List<Long> slotsLookedIn = new ArrayList<>();
  private WindowStore<Bytes, String> windows;
  private ExpiringStore<String> store;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void open() {
    windows = windows(RETENTION);
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    var context = new MockProcessorContext<>(config, new TaskId(0, 0), stateDir.toFile());
    windows.init(context.getStateStoreContext(), windows);
    openOverWindows();
  }

  /** What such a store lies over: RocksDB, in the folder "windows". */
  static WindowStore<Bytes, String> windows(Duration retention) {
    Duration slot = Duration.ofMillis(ExpiringStore.slotMs(retention));
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore("windows", retention.plus(slot), slot, false),
            Serdes.Bytes(),
            Serdes.String())
        .withLoggingDisabled()
        .withCachingDisabled()
        .build();
  }

  private void openOverWindows() {
    store = new ExpiringStore<>(watched(windows), RETENTION);
  }

  /** Notes the slots in which something is looked for. */
  @SuppressWarnings("unchecked") // it is the very interface
  private WindowStore<Bytes, String> watched(WindowStore<Bytes, String> windows) {
    InvocationHandler watcher =
        (proxy, method, arguments) -> {
          if (method.getName().equals("fetch")) {
            slotsLookedIn.add((Long) arguments[1]);
          }
          return method.invoke(windows, arguments);
        };
    return (WindowStore<Bytes, String>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {WindowStore.class}, watcher);
  }

  @AfterEach
  void close() {
    windows.close();
  }

  @Test
  void whatWasPutIsThereAtOnce() {
    store.put(KEY, "v", NOON_MS + 17);
    assertThat(store.get(KEY, NOON_MS + 17)).contains("v");
  }

  @Test
  void whereNothingWasPutNoOffsetIsMissing() {
    assertThat(windows.committedOffset(CHANGELOG)).isNull();
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(OffsetCheckpoint.OFFSET_UNKNOWN);
  }

  @Test
  void whereSomethingWasPutTheOffsetIsTheOneThatWasCommitted() {
    store.put(KEY, "v", NOON_MS);
    assertThat(store.committedOffset(CHANGELOG)).isNull();

    store.commit(Map.of(CHANGELOG, 7L));
    assertThat(store.committedOffset(CHANGELOG)).isEqualTo(7);
  }

  @Test
  void anotherKeyIsNotThere() {
    store.put(KEY, "v", NOON_MS);
    assertThat(store.get(key("K"), NOON_MS)).isEmpty();
    assertThat(store.get(key("k2"), NOON_MS)).isEmpty();
    assertThat(store.get(key(""), NOON_MS)).isEmpty();
  }

  @Test
  void theNewestWins() {
    store.put(KEY, "first", NOON_MS);
    store.put(KEY, "same slot", NOON_MS + 5);
    assertThat(store.get(KEY, NOON_MS + 6)).contains("same slot");

    store.put(KEY, "next slot", NOON_MS + HOUR_MS);
    assertThat(store.get(KEY, NOON_MS + HOUR_MS)).contains("next slot");
  }

  @Test
  void atTheEdgesOfSlotsItIsThereForTheWholeRetention() {
    for (long offsetMs : new long[] {0, 1, HOUR_MS - 1, HOUR_MS, HOUR_MS + 1}) {
      long putMs = NOON_MS + offsetMs;
      Bytes key = key("at" + offsetMs);
      store.put(key, "v", putMs);
      assertThat(store.get(key, putMs + RETENTION.toMillis() - 1)).contains("v");
      assertThat(store.get(key, putMs + RETENTION.toMillis() + HOUR_MS)).isEmpty();
    }
  }

  @Test
  void whatIsOldLeavesTheDiskAndNotOnlyTheView() {
    store.put(KEY, "v", NOON_MS);
    store.put(key("later"), "v", NOON_MS + 100 * HOUR_MS);

    assertThat(windows.fetch(KEY, NOON_MS)).isNull();
  }

  /** A clock that was set back: nothing breaks, and the value is there again in time. */
  @Test
  void whatWasPutInTheFutureIsNotThereYet() {
    store.put(KEY, "v", NOON_MS + 2 * HOUR_MS);
    assertThat(store.get(KEY, NOON_MS)).isEmpty();
    assertThat(store.get(KEY, NOON_MS + 2 * HOUR_MS)).contains("v");
  }

  @Test
  void theBeginningOfTimeIsATimeToo() {
    store.put(KEY, "v", 0);
    assertThat(store.get(KEY, 0)).contains("v");
    assertThat(store.get(KEY, HOUR_MS)).contains("v");
  }

  @Test
  void whatWasNeverPutIsNotLookedFor() {
    store.put(KEY, "v", NOON_MS);

    assertThat(store.get(key("other"), NOON_MS)).isEmpty();
    assertThat(store.get(KEY, NOON_MS + HOUR_MS)).contains("v");
    assertThat(slotsLookedIn).containsExactly(NOON_MS);
  }

  @Test
  void whatWasPutBeforeItWasOpenedIsLookedFor() {
    store.put(key("z"), "early", NOON_MS);
    store.put(key("a"), "late", NOON_MS + HOUR_MS); // in the same segment, and before it
    openOverWindows();

    assertThat(store.get(key("z"), NOON_MS + HOUR_MS)).contains("early");
    assertThat(store.get(key("a"), NOON_MS + HOUR_MS)).contains("late");
  }

  @Test
  void onceWhatWasPutBeforeIsForgottenWhatWasNeverPutIsNotLookedFor() {
    store.put(KEY, "before", NOON_MS);
    openOverWindows();
    long laterMs = NOON_MS + 2 * RETENTION.toMillis() + 3 * HOUR_MS;

    assertThat(store.get(key("other"), laterMs)).isEmpty();
    assertThat(slotsLookedIn).isEmpty();
  }

  @Test
  void whatWasPutWhileTheStoreBelowWasSomebodyElsesIsLookedFor() {
    store.put(KEY, "v", NOON_MS);
    store.clearCache();
    windows.put(key("meanwhile"), "w", NOON_MS);

    assertThat(store.get(key("meanwhile"), NOON_MS)).contains("w");
  }

  @Test
  void afterALeapOfTheClockWhatWasPutBeforeItIsLookedFor() {
    store.put(KEY, "v", NOON_MS);
    store.put(key("leap"), "v", NOON_MS + 5 * HOUR_MS);
    store.get(KEY, NOON_MS);

    assertThat(slotsLookedIn).contains(NOON_MS);
  }

  @Test
  void theShortestRetentionHasSlotsToo() {
    assertThat(ExpiringStore.slotMs(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(ExpiringStore.slotMs(Duration.ofHours(24))).isEqualTo(6 * HOUR_MS);
  }

  private static Bytes key(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
