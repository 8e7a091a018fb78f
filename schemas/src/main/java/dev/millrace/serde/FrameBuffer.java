// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.serde;

import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Where a thread writes one frame after the other, so that only their bytes are new. */
final class FrameBuffer extends OutputStream {
  private static final int FIRST_BYTES = 1_024;
  private static final int MAX_KEPT_BYTES = 1 << 20;
  private static final ThreadLocal<FrameBuffer> OF_THREAD =
      ThreadLocal.withInitial(FrameBuffer::new);

  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(this, null);
  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  private FrameBuffer() {}

  /** This thread's buffer, begun with the frame's head. */
  static FrameBuffer begin(int schemaId) {
    FrameBuffer buffer = OF_THREAD.get();
    buffer.size = 0;
    buffer.write(Frame.MAGIC);
    buffer.write(schemaId >>> 24);
    buffer.write(schemaId >>> 16);
    buffer.write(schemaId >>> 8);
    buffer.write(schemaId);
    return buffer;
  }

  BinaryEncoder encoder() {
    return encoder;
  }

  byte[] end() {
    byte[] frame = Arrays.copyOf(bytes, size);
    if (bytes.length > MAX_KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
    return frame;
  }

  @Override
  public void write(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
