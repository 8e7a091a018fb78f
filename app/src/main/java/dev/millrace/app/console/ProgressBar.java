// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.console;

/**
 * How far many things have come, below the lines that are printed meanwhile. Off a terminal there
 * is no bar, only the lines.
 */
public final class ProgressBar implements AutoCloseable {

  private static final int CELLS = 30;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final Terminal terminal;
  private final int total;
  private int done;

  public ProgressBar(Terminal terminal, int total) {
    this.terminal = terminal;
    this.total = total;
    draw();
  }

  /** Prints a line above the bar and moves it on by one. */
  public synchronized void step(String line) {
    done++;
    erase();
    terminal.out().println(line);
    draw();
  }

  /** Takes the bar away. */
  @Override
  public synchronized void close() {
    erase();
  }

  private void erase() {
    if (terminal.lively()) {
      terminal.out().print(CLEAR_LINE);
    }
  }

  private void draw() {
    if (terminal.lively()) {
      terminal.out().print(bar(done, total));
      terminal.out().flush();
    }
  }

  static String bar(int done, int total) {
    int filled = total == 0 ? CELLS : (int) ((long) CELLS * Math.min(done, total) / total);
    return "[" + "=".repeat(filled) + " ".repeat(CELLS - filled) + "] " + done + "/" + total;
  }
}
