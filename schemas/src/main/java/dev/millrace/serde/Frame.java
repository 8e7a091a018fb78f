// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import dev.millrace.serde.UndecodableException.Reason;

/** Confluent's wire format: a zero byte, the schema's id in four bytes, Avro's binary encoding. */
final class Frame {
  static final byte MAGIC = 0;
  static final int HEAD_BYTES = 5;

  static int schemaId(byte[] frame) {
    if (frame.length < HEAD_BYTES || frame[0] != MAGIC) {
      throw new UndecodableException(
          Reason.NOT_AVRO_FRAMED, frame.length + " bytes that begin with no schema id");
    }
    return (frame[1] & 0xff) << 24
        | (frame[2] & 0xff) << 16
        | (frame[3] & 0xff) << 8
        | (frame[4] & 0xff);
  }

  private Frame() {}
}
