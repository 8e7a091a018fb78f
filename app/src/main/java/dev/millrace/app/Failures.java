// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.report.ReportTooLargeException;
import dev.millrace.app.traffic.OutOfReachException;
import dev.millrace.app.traffic.RecordFileException;
import dev.millrace.broker.DirectoryInUseException;
import dev.millrace.demo.DemoWorldException;
import dev.millrace.kafka.TopicSetupException;
import dev.millrace.registry.RegistryException;
import dev.millrace.tool.MissingToolFunctionException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one place what went wrong, and with which exit code: a sentence, not a stack trace. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    Exception failure =
        thrown instanceof UncheckedIOException io ? Objects.requireNonNull(io.getCause()) : thrown;
    say(message(failure));
    int exitCode = exitCode(failure);
    if (exitCode == ExitCode.FAILED && !(failure instanceof CommandException)) {
      // Nothing that was foreseen: whoever mends it needs to know where.
      failure.printStackTrace(terminal.err());
    }
    return exitCode;
  }

  /** Of wrong options only what is wrong with them: who wants to read more is told where. */
  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    say(missingFile(failure).orElseGet(() -> text(failure)));
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    terminal.err().println("Try " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.WRONG_USE;
  }

  /** {@code @FILE} holds options; where there is no such file it is taken for an argument. */
  private static Optional<String> missingFile(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    return unmatched.getUnmatched().stream()
        .filter(argument -> argument.startsWith("@"))
        .map(argument -> argument.substring(1) + ": there is no such file of options")
        .findFirst();
  }

  static int exitCode(Exception failure) {
    if (failure instanceof CommandException foreseen) {
      return foreseen.exitCode();
    }
    if (isWrongUse(failure)) {
      return ExitCode.WRONG_USE;
    }
    return isOutOfReach(failure) ? ExitCode.OUT_OF_REACH : ExitCode.FAILED;
  }

  private static boolean isWrongUse(Exception failure) {
    return failure instanceof RecordFileException
        || failure instanceof ReportTooLargeException
        || failure instanceof DemoWorldException
        || failure instanceof DirectoryInUseException
        || failure instanceof MissingToolFunctionException
        || failure instanceof FileSystemException
        || failure instanceof ConfigException
        || failure.getCause() instanceof RecordTooLargeException
        // Of Kafka Streams itself: a setting, or a state directory that it cannot use.
        || failure instanceof StreamsException;
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

  private void say(String message) {
    terminal.err().println(terminal.paint(Colour.BAD, "millrace: ") + message);
  }

  private static String text(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "access is denied";
    }
    String reason = failure.getReason();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}
