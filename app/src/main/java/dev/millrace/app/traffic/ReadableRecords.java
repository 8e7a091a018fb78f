// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What can be read of a topic, whatever else lies in it. */
public final class ReadableRecords {
  private ReadableRecords() {}

  /**
   * Hands over the value of a record, if it has one that can be read.
   *
   * @return whether it has
   * @throws UndecodableException if the registry is away, and perhaps it could be read
   */
  public static <T extends SpecificRecord> boolean take(
      RecordDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, Consumer<T> use) {
    if (record.value() == null) {
      return false;
    }
    T value;
    try {
      value = decoder.decode(record.value());
    } catch (UndecodableException e) {
      if (e.reason() == UndecodableException.Reason.REGISTRY_UNAVAILABLE) {
        throw e;
      }
      return false;
    }
    use.accept(value);
    return true;
  }
}
