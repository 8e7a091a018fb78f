// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerSentEventsTest {

  static Stream<Arguments> streams() {
    return Stream.of(
        Arguments.of("line feeds", "data: a\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("carriage returns", "data: a\r\rdata: b\r\r", List.of("a", "b")),
        Arguments.of("both", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("a", "b")),
        Arguments.of("no space", "data:a\n\n", List.of("a")),
        Arguments.of("two spaces", "data:  a\n\n", List.of(" a")),
        Arguments.of("many lines", "data: {\ndata: }\n\n", List.of("{\n}")),
        Arguments.of("empty data", "data\n\ndata:\n\n", List.of("", "")),
        Arguments.of("comments", ": keep-alive\n\n:\n\ndata: a\n: in between\n\n", List.of("a")),
        Arguments.of("fields", "event: x\nid: 7\nretry: 5\ndata: a\nunknown\n\n", List.of("a")),
        Arguments.of("events without data", "event: ping\n\ndata: a\n\n", List.of("a")),
        Arguments.of("byte order mark", "\uFEFFdata: a\n\n", List.of("a")),
        Arguments.of(
            "beyond ASCII",
            "data: h\u00e9llo \uD83D\uDE00\n\n",
            List.of("h\u00e9llo \uD83D\uDE00")),
        Arguments.of("no blank line at the end", "data: a\n\ndata: b\n", List.of("a", "b")),
        Arguments.of("cut in a line", "data: a\n\ndata: {\"cut", List.of("a")),
        Arguments.of("done without line end", "data: a\n\ndata: [DONE]", List.of("a", "[DONE]")),
        Arguments.of("nothing", "", List.of()),
        Arguments.of("only blank lines", "\n\r\n\r\n\n", List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void readsTheDataOfEvents(String name, String stream, List<String> data) throws IOException {
    assertThat(read(new Buffer().writeUtf8(stream))).isEqualTo(data);
  }

  @ParameterizedTest(name = "{0}, byte by byte")
  @MethodSource("streams")
  void readsTheSameHoweverTheBytesArrive(String name, String stream, List<String> data)
      throws IOException {
    assertThat(read(Okio.buffer(new Dripping(new Buffer().writeUtf8(stream))))).isEqualTo(data);
  }

  @Test
  void handsOverAnEventBeforeTheNextByteComes() throws IOException {
    Buffer arrived = new Buffer().writeUtf8("data: a\r\n\r");

    assertThat(new ServerSentEvents(Okio.buffer(new NoMore(arrived))).next()).isEqualTo("a");
  }

  private static List<String> read(BufferedSource source) throws IOException {
    ServerSentEvents events = new ServerSentEvents(source);
    List<String> data = new ArrayList<>();
    for (String event = events.next(); event != null; event = events.next()) {
      data.add(event);
    }
    return data;
  }

  private static final class Dripping extends ForwardingSource {
    Dripping(Buffer source) {
      super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      return super.read(sink, 1);
    }
  }

  private static final class NoMore extends ForwardingSource {
    NoMore(Buffer source) {
      super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long read = super.read(sink, byteCount);
      if (read < 0) {
        throw new AssertionError("waits for more than it needs");
      }
      return read;
    }
  }
}
