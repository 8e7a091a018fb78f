// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a pipeline was read from, as it is written: variables are not filled in, so no secret of the
 * environment is in it. Two texts are equal if they say the same, whoever reads them.
 */
public final class PipelineText {
  private static final int ID_BYTES = 8;

  /** Reads other texts as this one was read: with the same environment and the same parser. */
  @FunctionalInterface
  public interface Reader {
    Reread read(String text);
  }

  /** What came of reading a text that was a pipeline once. */
  public sealed interface Reread {

    /** It still is one. */
    record Pipelined(Pipeline pipeline) implements Reread {}

    /**
     * It is none here and now.
     *
     * @param why a sentence for people; never the value of a variable or a secret
     */
    record Refused(String why) implements Reread {}
  }

  private final String text;
  private final String id;
  private final Reader reader;

  public PipelineText(String text, Reader reader) {
    this.text = text;
    this.id = idOf(text);
    this.reader = reader;
  }

  /** The first 8 bytes of the text's SHA-256, in hex. */
  public static String idOf(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public String id() {
    return id;
  }

  public String text() {
    return text;
  }

  /** Reads another text of the same pipeline: what its file said before, or will say. */
  public Reread reread(String other) {
    return reader.read(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PipelineText that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
