// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The name of one execution for one request. It is derived from tenant and request id, so that a
 * request that comes twice, or after a crash, is the same run.
 *
 * @param value 25 characters, 0-9 and a-z
 */
public record RunId(String value) implements Comparable<RunId> {

  private static final int LENGTH = 25;
  private static final int DIGEST_BYTES = 16;

  public RunId {
    if (value.length() != LENGTH) {
      throw new IllegalArgumentException("not a run id: " + value);
    }
  }

  /** The lengths keep (ab, c) and (a, bc) apart. */
  public static RunId of(String tenant, String requestId) {
    String named = tenant.length() + ":" + tenant + requestId;
    byte[] digest = sha256().digest(named.getBytes(StandardCharsets.UTF_8));
    String number = new BigInteger(1, Arrays.copyOf(digest, DIGEST_BYTES)).toString(36);
    return new RunId("0".repeat(LENGTH - number.length()) + number);
  }

  /** A run id that somebody wrote; empty if it cannot be one. */
  public static Optional<RunId> parse(String text) {
    return text.length() == LENGTH ? Optional.of(new RunId(text)) : Optional.empty();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
