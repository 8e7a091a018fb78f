// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

/** A command cannot go on; the message is for the person who called it and says what to do. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandException failed(String message) {
    return new CommandException(ExitCode.FAILED, message);
  }

  static CommandException wrongUse(String message) {
    return new CommandException(ExitCode.WRONG_USE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
