// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.OutOfReachException;
import dev.millrace.app.traffic.RequestFileException;
import dev.millrace.kafka.TopicSetupException;
import dev.millrace.registry.RegistryException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one place what went wrong, and with which exit code: a sentence, not a stack trace. */
final class Failures implements IExecutionExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    terminal.err().println(terminal.paint(Colour.BAD, "millrace: ") + message(failure));
    int exitCode = exitCode(failure);
    if (exitCode == ExitCode.FAILED && !(failure instanceof CommandException)) {
      // Nothing that was foreseen: whoever mends it needs to know where.
      failure.printStackTrace(terminal.err());
    }
    return exitCode;
  }

  static int exitCode(Exception failure) {
    if (failure instanceof CommandException foreseen) {
      return foreseen.exitCode();
    }
    if (failure instanceof RequestFileException || failure instanceof ConfigException) {
      return ExitCode.WRONG_USE;
    }
    return isOutOfReach(failure) ? ExitCode.OUT_OF_REACH : ExitCode.FAILED;
  }

  private static boolean isOutOfReach(Exception failure) {
    return failure instanceof OutOfReachException
        || failure instanceof RegistryException
        || failure instanceof TopicSetupException
        || failure instanceof KafkaException;
  }

  /** With its causes, for the first one often says only that something went wrong. */
  private static String message(Throwable failure) {
    StringBuilder text = new StringBuilder(text(failure));
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 3; depth++) {
      if (!text.toString().contains(text(cause))) {
        text.append(": ").append(text(cause));
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
