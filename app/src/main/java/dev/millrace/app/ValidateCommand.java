// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.app.console.Terminal;
import dev.millrace.pipeline.file.Mistake;
import dev.millrace.pipeline.file.Reading;
import dev.millrace.pipeline.file.Warning;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells whether a pipeline file can be run, without running anything. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Check a pipeline file: every mistake on a line of its own, FILE:LINE:COLUMN first. What",
      "can be run but is hardly meant follows as warnings; they leave the exit code at 0.",
      "Environment variables that the file names must be set, as for run."
    },
    footer = {"", "Examples:", "  millrace validate -c pipeline.yaml"})
final class ValidateCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private PipelineOption config = new PipelineOption();

  @Option(names = "--json", description = "One JSON object with mistakes and warnings.")
  private boolean json;

  private final Terminal terminal;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Reading reading = config.reading();
    List<Mistake> mistakes =
        reading instanceof Reading.Invalid invalid ? invalid.mistakes() : List.of();
    List<Warning> warnings = reading instanceof Reading.Valid valid ? valid.warnings() : List.of();
    if (json) {
      terminal.out().println(json(mistakes, warnings));
    } else {
      mistakes.forEach(terminal.out()::println);
      warnings.forEach(warning -> terminal.out().println("warning: " + warning));
      if (mistakes.isEmpty()) {
        terminal.out().println(config.file() + ": valid");
      }
    }
    return mistakes.isEmpty() ? ExitCode.DONE : ExitCode.WRONG_USE;
  }

  private static ObjectNode json(List<Mistake> mistakes, List<Warning> warnings) {
    ObjectNode root = JSON.createObjectNode().put("valid", mistakes.isEmpty());
    ArrayNode wrong = root.putArray("mistakes");
    for (Mistake mistake : mistakes) {
      wrong
          .addObject()
          .put("file", mistake.file())
          .put("line", mistake.line())
          .put("column", mistake.column())
          .put("key", mistake.key())
          .put("message", mistake.message())
          .put("mend", mistake.mend());
    }
    ArrayNode odd = root.putArray("warnings");
    for (Warning warning : warnings) {
      odd.addObject()
          .put("file", warning.file())
          .put("line", warning.line())
          .put("column", warning.column())
          .put("key", warning.key())
          .put("message", warning.message())
          .put("mend", warning.mend());
    }
    return root;
  }
}
