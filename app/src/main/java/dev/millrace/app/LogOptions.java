// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How the log on standard error looks. No log line holds a prompt, an answer or a secret. */
final class LogOptions {

  /** Those that have one of their own by the log's file. */
  private static final Map<Logger, Level> OWN_LEVELS = ownLevels();

  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}, on standard error. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warn, info or debug.")
  private String level = "";

  /** Sets up the log; the level holds where nobody asked for another. */
  void apply(String usualLevel) {
    setLevel(level.isEmpty() ? usualLevel : level);
    if (format == Format.JSON) {
      writeJson();
    }
  }

  /** For commands whose log is of no interest but when something breaks. */
  static void quiet() {
    setLevel("ERROR");
  }

  /** Loggers with a level of their own say no more than that, and no more than the others. */
  private static void setLevel(String name) {
    Level level = Level.toLevel(name, Level.INFO);
    root().setLevel(level);
    OWN_LEVELS.forEach((logger, own) -> logger.setLevel(level.isGreaterOrEqual(own) ? level : own));
  }

  private static Map<Logger, Level> ownLevels() {
    Map<Logger, Level> levels = new HashMap<>();
    for (Logger logger : context().getLoggerList()) {
      Level own = logger.getLevel();
      if (own != null && logger != root()) {
        levels.put(logger, own);
      }
    }
    return Map.copyOf(levels);
  }

  private static void writeJson() {
    Logger root = root();
    if (root.getAppender("console") instanceof ConsoleAppender<ILoggingEvent> console) {
      JsonEncoder encoder = new JsonEncoder();
      encoder.setContext(context());
      encoder.setWithFormattedMessage(true);
      encoder.setWithContext(false);
      encoder.setWithMessage(false);
      encoder.setWithArguments(false);
      encoder.setWithNanoseconds(false);
      encoder.setWithSequenceNumber(false);
      encoder.start();
      console.setEncoder(encoder);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Logger root() {
    return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
