// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aPipeGetsLinesAndNothingElse() {
    Terminal terminal = Terminal.plain(out, OutputStream.nullOutputStream());

    try (ProgressBar bar = new ProgressBar(terminal, 2)) {
      bar.step(terminal.paint(Colour.GOOD, "one"));
      bar.step("two");
    }

    assertThat(said()).isEqualToNormalizingNewlines("one\ntwo\n");
  }

  @Test
  void aTerminalGetsABarBelowTheLinesAndNoneAtTheEnd() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(stream, stream, true, false, 80);

    try (ProgressBar bar = new ProgressBar(terminal, 2)) {
      bar.step("one");
    }

    assertThat(said()).contains("one").contains("] 1/2").endsWith("\r\u001b[2K");
  }

  @Test
  void theBarIsFullWhenAllIsDone() {
    assertThat(ProgressBar.bar(0, 4)).startsWith("[ ");
    assertThat(ProgressBar.bar(4, 4)).contains("=] 4/4");
    assertThat(ProgressBar.bar(5, 4)).contains("=] 5/4");
    assertThat(ProgressBar.bar(0, 0)).contains("=] 0/0");
  }

  @Test
  void whoWantsNoColourGetsNone() {
    assertThat(Terminal.wantsColours(null, "xterm")).isTrue();
    assertThat(Terminal.wantsColours("", "xterm")).isTrue();
    assertThat(Terminal.wantsColours("1", "xterm")).isFalse();
    assertThat(Terminal.wantsColours(null, "dumb")).isFalse();
  }

  @Test
  void columnsOfATableAreAsWideAsWhatIsInThem() {
    Table table =
        new Table(
            List.of(Table.Column.text("who"), Table.Column.number("n"), Table.Column.text("")));
    table.add(List.of("äöü😀", "12345", "so"));
    table.add(List.of("b", "7", ""));

    assertThat(table.lines()).containsExactly("who       n", "äöü😀  12345  so", "b         7");
    assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("one")));
  }

  @Test
  void whatWouldBreakALineOfValuesIsQuoted() {
    assertThat(Csv.line(List.of("a b", "c,d", "e \"f\"", "g\nh", "")))
        .isEqualTo("a b,\"c,d\",\"e \"\"f\"\"\",\"g\nh\",");
  }

  @Test
  void amountsReadWell() {
    assertThat(Format.money(1_234_567, "USD")).isEqualTo("0.001235 USD");
    assertThat(Format.money(-5_000_000_000L, "")).isEqualTo("-5.000000");
    assertThat(Format.duration(999)).isEqualTo("999 ms");
    assertThat(Format.duration(1_250)).isEqualTo("1.25 s");
    assertThat(Format.duration(125_000)).isEqualTo("2 min 5 s");
    assertThat(Format.span(59_999)).isEqualTo("59 s");
    assertThat(Format.span(125_999)).isEqualTo("2 min 5 s");
    assertThat(Format.span(12_000_000)).isEqualTo("3 h 20 min");
    assertThat(Format.span(12 * 86_400_000L + 4 * 3_600_000)).isEqualTo("12 d 4 h");
  }

  @Test
  void whatOthersSaidCannotMoveTheCursor() {
    assertThat(Format.oneLine("a\u001b[2J\nb\tc", 20)).isEqualTo("a [2J b c");
    assertThat(Format.oneLine("abcdefgh", 5)).isEqualTo("ab...");
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
