// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The pipeline file that a command works with. */
final class PipelineOption {

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The pipeline file.")
  private Path file = Path.of("");

  static PipelineOption of(Path file) {
    PipelineOption option = new PipelineOption();
    option.file = file;
    return option;
  }

  Reading reading() {
    return PipelineFile.read(file, System::getenv);
  }

  /** The pipeline; warnings are said, mistakes end the command. */
  Pipeline pipeline(Terminal terminal) {
    return pipeline(file, terminal);
  }

  /** The pipeline of a file; warnings are said, mistakes end the command. */
  static Pipeline pipeline(Path file, Terminal terminal) {
    Reading reading = PipelineFile.read(file, System::getenv);
    if (reading instanceof Reading.Invalid invalid) {
      throw CommandException.wrongUse(
          invalid.mistakes().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    Reading.Valid valid = (Reading.Valid) reading;
    valid.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
    return valid.pipeline();
  }

  Path file() {
    return file;
  }
}
