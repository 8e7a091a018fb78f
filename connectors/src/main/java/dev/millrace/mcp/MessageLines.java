// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** The lines of a process, none of them kept beyond its limit. */
final class MessageLines {
  private static final JsonFactory JSON = new JsonFactory();

  private final BufferedSource source;
  private final int maxBytes;

  /**
   * A line.
   *
   * @param text empty if it is too large
   * @param id of the message that is too large, if it has one
   */
  record Line(String text, boolean tooLarge, @Nullable Object id) {}

  MessageLines(InputStream output, int maxBytes) {
    this.source = Okio.buffer(Okio.source(output));
    this.maxBytes = maxBytes;
  }

  /** Waits for the next line; null at the end. A last line without an end was cut. */
  @Nullable Line next() throws IOException {
    long end = source.indexOf((byte) '\n', 0, maxBytes + 1L);
    if (end >= 0) {
      String text = source.readUtf8(end);
      source.skip(1);
      return new Line(text, false, null);
    }
    return source.request(maxBytes + 1L) ? new Line("", true, passOver()) : null;
  }

  /** Goes to the end of a line without keeping it, and tells whose answer it was. */
  private @Nullable Object passOver() throws IOException {
    RestOfLine rest = new RestOfLine();
    Object id = null;
    try (JsonParser parser = JSON.createParser(rest)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      id = idOf(parser);
    } catch (IOException e) {
      // No JSON: nobody's answer.
    }
    rest.skipAll();
    return id;
  }

  private static @Nullable Object idOf(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean id = parser.currentName().equals("id");
      JsonToken value = parser.nextToken();
      if (id) {
        return value == JsonToken.VALUE_STRING ? parser.getText() : null;
      }
      parser.skipChildren();
    }
    return null;
  }

  /** The bytes up to the line's end, and no further. */
  private final class RestOfLine extends InputStream {
    private boolean ended;

    @Override
    public int read() throws IOException {
      if (ended || source.exhausted()) {
        return -1;
      }
      int next = source.readByte() & 0xff;
      ended = next == '\n';
      return ended ? -1 : next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = 0;
      for (int next; count < length && (next = read()) >= 0; count++) {
        into[offset + count] = (byte) next;
      }
      return count == 0 && length > 0 ? -1 : count;
    }

    void skipAll() throws IOException {
      while (read() >= 0) {}
    }
  }
}
