// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.io.IOException;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The data of server-sent events, one event at a time, as the HTML standard defines them: any of
 * three line ends, comments, fields that do not matter, data over several lines. A last line
 * without an end is dropped: it was cut.
 */
public final class ServerSentEvents {
  private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
  private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");

  private final BufferedSource source;
  private boolean started;
  private boolean afterCarriageReturn;

  public ServerSentEvents(BufferedSource source) {
    this.source = source;
  }

  /** Waits for the next event that has data; null where the stream ends. */
  public @Nullable String next() throws IOException {
    StringBuilder data = null;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty() && data != null) {
        return data.toString();
      }
      String value = dataOf(line);
      if (value != null) {
        data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
      }
    }
    return data == null ? null : data.toString();
  }

  private static @Nullable String dataOf(String line) {
    if (line.equals("data")) {
      return "";
    }
    if (!line.startsWith("data:")) {
      return null;
    }
    return line.startsWith("data: ") ? line.substring(6) : line.substring(5);
  }

  private @Nullable String line() throws IOException {
    skipWhatIsNoLine();
    long end = source.indexOfElement(LINE_ENDS);
    if (end < 0) {
      return lastWords();
    }
    String line = source.readUtf8(end);
    afterCarriageReturn = source.readByte() == '\r';
    return line;
  }

  /** The line feed of a CR LF comes with the next line, so that nobody waits for it. */
  private void skipWhatIsNoLine() throws IOException {
    if (!started) {
      started = true;
      if (source.rangeEquals(0, BYTE_ORDER_MARK)) {
        source.skip(BYTE_ORDER_MARK.size());
      }
    }
    if (afterCarriageReturn && source.request(1) && source.getBuffer().getByte(0) == '\n') {
      source.skip(1);
    }
    afterCarriageReturn = false;
  }

  /** Some servers end with {@code data: [DONE]} and no line end; anything else was cut. */
  private @Nullable String lastWords() throws IOException {
    String rest = source.readUtf8();
    return rest.stripTrailing().equals("data: [DONE]") ? rest.stripTrailing() : null;
  }
}
