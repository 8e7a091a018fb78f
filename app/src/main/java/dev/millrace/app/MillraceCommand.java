// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What stands above the subcommands. */
@Command(
    name = "millrace",
    description = "Agent workflows on Kafka Streams: asynchronous, durable, and within budget.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Try it, without Kafka and without a model provider:",
      "  millrace demo",
      "Run a pipeline of your own:",
      "  millrace broker &",
      "  millrace validate -c pipeline.yaml && millrace run -c pipeline.yaml",
      "  millrace send -c pipeline.yaml --tenant acme --wait \"Where is order 42?\""
    })
final class MillraceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private MillraceCommand() {}

  static CommandLine of(Terminal terminal) {
    CommandLine command =
        new CommandLine(new MillraceCommand())
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new ValidateCommand(terminal))
            .addSubcommand(new ToolsCommand(terminal))
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new SendCommand(terminal))
            .addSubcommand(new TailCommand(terminal))
            .addSubcommand(new FeedbackCommand(terminal))
            .addSubcommand(new ReportCommand(terminal))
            .addSubcommand(new ReplayCommand(terminal))
            .addSubcommand(new PricesCommand(terminal))
            .addSubcommand(new EstimateCommand(terminal))
            .addSubcommand(new BudgetsCommand(terminal))
            .addSubcommand(new BrokerCommand(terminal));
    command.getSubcommands().values().forEach(MillraceCommand::describe);
    describe(command);
    Failures failures = new Failures(terminal);
    return command
        .setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(Math.min(100, terminal.columns()))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static void describe(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.DESCRIPTIONS);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_USE;
  }
}
