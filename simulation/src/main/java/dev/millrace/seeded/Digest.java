// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.virtual.Produced;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * All that was written, changelogs included, as one number: the same bytes in the same order, or
 * another number.
 */
final class Digest {
  private final MessageDigest digest;

  Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  void add(Produced record) {
    add(record.topic().getBytes(StandardCharsets.UTF_8));
    add(record.key());
    add(record.value());
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(record.timestampMs()).flip());
    for (Header header : record.headers()) {
      add(header.key().getBytes(StandardCharsets.UTF_8));
      add(header.value());
    }
  }

  private void add(byte @Nullable [] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
