// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.run.CallId;
import dev.millrace.run.RunId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Keys of runs and calls: the run id's 25 characters, then step and index, two bytes each, so that
 * a run's calls stand together and in order.
 */
final class CallKeys {
  private static final int RUN_BYTES = 25;

  private CallKeys() {}

  static Serde<RunId> runs() {
    return Serdes.serdeFrom(
        (topic, run) -> run == null ? null : run.value().getBytes(StandardCharsets.US_ASCII),
        (topic, bytes) ->
            bytes == null ? null : new RunId(new String(bytes, StandardCharsets.US_ASCII)));
  }

  static Serde<CallId> calls() {
    return Serdes.serdeFrom(
        (topic, id) -> id == null ? null : bytes(id),
        (topic, bytes) -> bytes == null ? null : id(bytes));
  }

  private static byte[] bytes(CallId id) {
    return ByteBuffer.allocate(RUN_BYTES + 2 * Short.BYTES)
        .put(id.run().value().getBytes(StandardCharsets.US_ASCII))
        .putShort((short) id.step())
        .putShort((short) id.index())
        .array();
  }

  private static CallId id(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, RUN_BYTES, 2 * Short.BYTES);
    RunId run = new RunId(new String(bytes, 0, RUN_BYTES, StandardCharsets.US_ASCII));
    return new CallId(
        run, Short.toUnsignedInt(buffer.getShort()), Short.toUnsignedInt(buffer.getShort()));
  }
}
