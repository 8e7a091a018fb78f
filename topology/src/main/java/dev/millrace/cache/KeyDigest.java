// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.cache;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns fields into a key of 32 bytes (SHA-256). Each field goes in with its length, so that no two
 * different lists of fields make the same bytes.
 */
final class KeyDigest {
  private final MessageDigest digest;

  KeyDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** By its UTF-16 units: UTF-8 writes every half of a character as the same question mark. */
  KeyDigest add(String field) {
    add(field.length());
    ByteBuffer units = ByteBuffer.allocate(field.length() * Character.BYTES);
    units.asCharBuffer().put(field);
    digest.update(units);
    return this;
  }

  KeyDigest add(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (number >>> shift));
    }
    return this;
  }

  KeyDigest addAll(Map<String, String> fields) {
    add(fields.size());
    new TreeMap<>(fields).forEach((name, value) -> add(name).add(value));
    return this;
  }

  KeyDigest addAll(Collection<String> fields) {
    add(fields.size());
    fields.forEach(this::add);
    return this;
  }

  CacheKey toKey() {
    return new CacheKey(digest.digest());
  }
}
