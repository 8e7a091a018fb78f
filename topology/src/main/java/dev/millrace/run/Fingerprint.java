// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Four bytes that stand for a text: few enough to keep hundreds with a run, and enough to tell a
 * run's few apart. JSON that says the same has the same.
 */
final class Fingerprint {
  /** What is longer is compared as it is written: a stream thread parses nothing large. */
  private static final int MOST_CHARS_PARSED = 16_384;

  private Fingerprint() {}

  /** Of a call: a tool and its arguments. */
  static int of(String tool, String arguments) {
    return of(tool.length() + ":" + tool + canonical(arguments));
  }

  /** Of a result; a failure is one too. */
  static int of(CallResult result) {
    if (result instanceof CallResult.ToolAnswer tool) {
      return of(canonical(tool.content()));
    }
    return result instanceof CallResult.Failed failed
        ? of(failed.word() + " " + failed.detail())
        : 0;
  }

  private static String canonical(String text) {
    return text.length() <= MOST_CHARS_PARSED ? CanonicalJson.of(text) : text;
  }

  private static int of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
