// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command says things: what was asked for on standard output, all else on standard error.
 * The launcher tells whether a person looks, since Java cannot know it of one stream alone.
 *
 * @param lively standard output is a terminal: progress moves and lines are cut to its width
 * @param colours may be used on standard output
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean lively, boolean colours, int columns) {

  private static final int USUAL_COLUMNS = 100;
  private static final int FEWEST_COLUMNS = 40;

  /** This process's own, as the launcher has described it. */
  public static Terminal ofProcess() {
    boolean lively = Boolean.getBoolean("millrace.stdout.tty");
    int columns = Integer.getInteger("millrace.columns", USUAL_COLUMNS);
    return new Terminal(
        utf8(new FileOutputStream(FileDescriptor.out)),
        utf8(new FileOutputStream(FileDescriptor.err)),
        lively,
        lively && wantsColours(System.getenv("NO_COLOR"), System.getenv("TERM")),
        Math.max(FEWEST_COLUMNS, columns));
  }

  /** The same without anything that moves or shines, for lines that programs read. */
  public Terminal still() {
    return new Terminal(out, err, false, false, columns);
  }

  /** Nobody looks: for tests and pipes. */
  public static Terminal plain(OutputStream out, OutputStream err) {
    return new Terminal(utf8(out), utf8(err), false, false, USUAL_COLUMNS);
  }

  /** See no-color.org: any value that is not empty means no. */
  static boolean wantsColours(@Nullable String noColor, @Nullable String term) {
    return (noColor == null || noColor.isEmpty()) && !"dumb".equals(term);
  }

  /** The text in a colour, where colours are wanted. */
  public String paint(Colour colour, String text) {
    return colours ? colour.begin() + text + Colour.END : text;
  }

  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
