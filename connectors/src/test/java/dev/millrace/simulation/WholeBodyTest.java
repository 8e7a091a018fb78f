// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.AsyncContent;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class WholeBodyTest {
  private static final int MAX = 8;

  private final AsyncContent client = new AsyncContent();
  private final List<String> told = new ArrayList<>();

  @Test
  void givesABodyThatIsAsLargeAsItMayBe() {
    read(client, MAX);
    write("1234", false);
    write("5678", true);

    assertThat(told).containsExactly("12345678");
  }

  @Test
  void isSilentUntilAllOfALargeBodyIsRead() {
    read(client, MAX + 2);
    write("12345678", false);
    write("9", false);
    assertThat(told).isEmpty();

    write("0", true);
    assertThat(told).containsExactly("TooLarge");
  }

  @Test
  void doesNotWaitForFarTooMuch() {
    read(client, MAX + WholeBody.MAX_EXCESS_BYTES + 1);

    assertThat(told).containsExactly("TooLarge");
  }

  @Test
  void doesNotKeepFarTooMuchThatWasNotAnnounced() {
    read(client, -1);
    write("x".repeat(WholeBody.MAX_EXCESS_BYTES), false);
    assertThat(told).isEmpty();

    write("x".repeat(MAX + 1), false);
    assertThat(told).containsExactly("TooLarge");
  }

  @Test
  void saysWhyABodyCouldNotBeRead() {
    read(client, -1);
    write("1", false);
    client.fail(new IOException("gone"));

    assertThat(told).containsExactly("IOException");
  }

  private void read(Content.Source source, long length) {
    WholeBody.read(
        source,
        length,
        MAX,
        body -> told.add(new String(body, StandardCharsets.UTF_8)),
        failure -> told.add(failure.getClass().getSimpleName()));
  }

  private void write(String text, boolean last) {
    client.write(last, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Callback.NOOP);
  }
}
