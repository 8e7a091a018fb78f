// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class HashedStoreTest {
  private final KeyValueStore<Bytes, byte[]> store = HashedStore.supplier("store").get();

  @Test
  void keepsTheLastValueOfEachKey() {
    store.put(bytes("a"), value("1"));
    store.put(bytes("a"), value("2"));
    store.putAll(List.of(KeyValue.pair(bytes("b"), value("3")), KeyValue.pair(bytes("c"), null)));

    assertThat(store.get(bytes("a"))).isEqualTo(value("2"));
    assertThat(store.get(bytes("c"))).isNull();
    assertThat(store.approximateNumEntries()).isEqualTo(2);
  }

  @Test
  void forgetsWhatIsDeletedOrPutToNull() {
    store.put(bytes("a"), value("1"));
    store.put(bytes("b"), value("2"));

    assertThat(store.delete(bytes("a"))).isEqualTo(value("1"));
    store.put(bytes("b"), null);

    assertThat(read(store.all())).isEmpty();
  }

  @Test
  void putsNothingInPlaceOfWhatIsThere() {
    assertThat(store.putIfAbsent(bytes("a"), value("1"))).isNull();
    assertThat(store.putIfAbsent(bytes("a"), value("2"))).isEqualTo(value("1"));
    assertThat(store.get(bytes("a"))).isEqualTo(value("1"));
  }

  @Test
  void isReadInTheOrderOfUnsignedBytes() {
    store.put(Bytes.wrap(new byte[] {(byte) 0xFF}), value("last"));
    store.put(bytes("b"), value("second"));
    store.put(bytes("a"), value("first"));
    store.put(bytes("c"), value("third"));

    assertThat(read(store.all())).containsExactly("first", "second", "third", "last");
    assertThat(read(store.range(bytes("b"), bytes("c")))).containsExactly("second", "third");
    assertThat(read(store.range(null, bytes("a")))).containsExactly("first");
  }

  @Test
  void aReadIsOfWhatWasThereWhenItBegan() {
    store.put(bytes("a"), value("1"));
    store.put(bytes("b"), value("2"));
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      store.delete(bytes("b"));
      assertThat(all.peekNextKey()).isEqualTo(bytes("a"));
      all.next();
      assertThat(all.next().key).isEqualTo(bytes("b"));
      assertThat(all.hasNext()).isFalse();
      assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(all::peekNextKey).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void isEmptyOnceItIsClosed() {
    store.put(bytes("a"), value("1"));
    store.close();
    assertThat(store.isOpen()).isFalse();
    assertThat(store.approximateNumEntries()).isZero();
  }

  private static List<String> read(KeyValueIterator<Bytes, byte[]> found) {
    List<String> values = new ArrayList<>();
    try (found) {
      found.forEachRemaining(entry -> values.add(new String(entry.value, StandardCharsets.UTF_8)));
    }
    return values;
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(value(text));
  }

  private static byte[] value(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
