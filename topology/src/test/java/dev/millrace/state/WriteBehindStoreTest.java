// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.state.WriteBehindStore.Form;
import dev.millrace.state.WriteBehindStore.Keeps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteBehindStoreTest {

  @TempDir private Path stateDir;
  private final List<String> written = new ArrayList<>();
  private final List<String> read = new ArrayList<>();
  private KeyValueStore<String, String> below;
  private WriteBehindStore<String, String, String> store;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // runs before each test
  void open() {
    open(Keeps.EVERYTHING);
  }

  private void open(Keeps keeps) {
    below =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("below"), Serdes.String(), Serdes.String())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store =
        new WriteBehindStore<>(
            below, new Form<>(this::stored, this::read), keeps, key -> key.charAt(0));
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    var context = new MockProcessorContext<>(config, new TaskId(0, 0), stateDir.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  private String stored(String value) {
    written.add(value);
    return "stored " + value;
  }

  private String read(String key, String stored) {
    read.add(key);
    return stored.substring("stored ".length());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nothingIsWrittenBeforeTheCommit() {
    store.put("k", "v");

    assertThat(store.get("k")).isEqualTo("v");
    assertThat(below.get("k")).isNull();

    store.flushCache();
    assertThat(below.get("k")).isEqualTo("stored v");
  }

  @Test
  void aKeyIsWrittenOnceHoweverOftenItChanged() {
    store.put("k", "1");
    store.put("k", "2");
    store.put("k", "3");
    store.flushCache();
    store.flushCache();

    assertThat(written).containsExactly("3");
  }

  @Test
  void whatCameAndWentWithinACommitLeavesNoTrace() {
    store.put("k", "v");
    store.delete("k");
    assertThat(store.get("k")).isNull();
    store.flushCache();

    assertThat(written).isEmpty();
    assertThat(below.approximateNumEntries()).isZero();
  }

  @Test
  void whatGoesAfterACommitIsDeletedBelow() {
    store.put("k", "v");
    store.flushCache();
    store.delete("k");
    assertThat(below.get("k")).isEqualTo("stored v");
    store.flushCache();

    assertThat(below.get("k")).isNull();
    assertThat(store.get("k")).isNull();
  }

  @Test
  void whatGoesAndComesAgainIsThere() {
    store.put("k", "old");
    store.flushCache();
    store.delete("k");
    store.put("k", "new");
    store.flushCache();

    assertThat(below.get("k")).isEqualTo("stored new");
    assertThat(store.get("k")).isEqualTo("new");
  }

  @Test
  void whatWasRestoredIsFoundAndFamiliesAreInOrder() {
    below.put("b", "stored 2");
    below.put("a", "stored 1");
    below.put("d", "stored 4");
    below.put("c2", "stored 3b");
    store.put("c1", "3a");
    store.delete("b");

    assertThat(store.values()).containsExactly("1", "3a", "3b", "4");
    assertThat(store.values('c')).containsExactly("3a", "3b");
    assertThat(store.values('b')).isEmpty();
  }

  @Test
  void whatIsKeptInMemoryIsReadOnce() {
    below.put("k", "stored v");
    store.get("k");
    store.flushCache();
    store.get("k");

    assertThat(read).containsExactly("k");
  }

  @Test
  void whatWasAskedForLatelyIsNotReadAgain() {
    open(Keeps.RECENT);
    below.put("k", "stored v");

    assertThat(store.get("k")).isEqualTo("v");
    store.put("k", "w");
    store.flushCache();
    assertThat(store.get("k")).isEqualTo("w");
    assertThat(read).containsExactly("k");
  }

  @Test
  void whatWasAskedForLatelyIsForgottenOnceThereIsTooMuchOfIt() {
    open(Keeps.RECENT);
    for (char family = 'a'; family <= 'a' + WriteBehindStore.MOST_RECENT; family++) {
      store.put(String.valueOf(family), "v");
    }
    assertThat(store.get("a")).isEqualTo("v");
    assertThat(read).isEmpty();

    store.flushCache();

    assertThat(store.get("a")).isEqualTo("v");
    assertThat(read).containsExactly("a");
  }

  @Test
  void whatIsWrittenAheadIsNotWrittenAgainByTheCommit() {
    store.put("a", "1");
    store.put("b", "1");
    store.writeChanges();
    store.put("b", "2");
    store.flushCache();

    assertThat(written).containsExactly("1", "1", "2");
    assertThat(below.get("a")).isEqualTo("stored 1");
    assertThat(below.get("b")).isEqualTo("stored 2");
  }

  @Test
  void whatIsWrittenAheadAndGoesBeforeTheCommitIsDeletedBelow() {
    store.put("k", "v");
    store.writeChanges();
    store.delete("k");
    store.flushCache();

    assertThat(below.get("k")).isNull();
  }

  /** Random stories; what matters is what stands below at each commit. */
  @ParameterizedTest
  @EnumSource
  void leavesTheSameBelowWheneverItIsWritten(Keeps keeps) {
    open(keeps);
    Random random = new Random(7);
    Map<String, String> model = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      String key = "k" + random.nextInt(30);
      switch (random.nextInt(8)) {
        case 0 -> store.flushCache();
        case 1 -> store.writeChanges();
        case 2, 3 -> {
          store.delete(key);
          model.remove(key);
        }
        default -> {
          store.put(key, "v" + step);
          model.put(key, "v" + step);
        }
      }
      assertThat(store.get(key)).isEqualTo(model.get(key));
      if (step % 100 == 99) {
        store.flushCache();
        assertThat(inStore()).isEqualTo(model);
      }
    }
  }

  private Map<String, String> inStore() {
    Map<String, String> found = new HashMap<>();
    for (String key : StoresBelow.keys(below)) {
      found.put(key, below.get(key).substring("stored ".length()));
    }
    return found;
  }

  @Test
  void whatAnotherOwnerWroteMeanwhileIsSeenAfterwards() {
    store.put("k", "mine");
    store.flushCache();
    store.put("lost", "never committed");
    store.clearCache();
    below.put("k", "stored theirs");

    assertThat(store.get("k")).isEqualTo("theirs");
    assertThat(store.get("lost")).isNull();
  }
}
