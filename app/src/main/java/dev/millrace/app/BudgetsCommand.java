// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.KafkaAccess;
import dev.millrace.app.traffic.Start;
import dev.millrace.app.traffic.TopicReader;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.state.BudgetChangelog;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how budgets stand, whether an instance runs or not. */
@Command(
    name = "budgets",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Show the budgets of tenants, users, routes and workload classes in their present windows:",
      "limits, what is spent, what is reserved for calls under way, and what is left.",
      "Limits are those of the pipeline file and of the controls that changed them. What was spent",
      "is read from the ledger's own topic, as committed, so no instance need run."
    },
    footer = {
      "",
      "Examples:",
      "  millrace budgets -c pipeline.yaml --tenant acme",
      "  millrace budgets -c pipeline.yaml --route research --format csv",
      "  millrace budgets -c pipeline.yaml --tenant acme --user ann --format json"
    })
final class BudgetsCommand implements Callable<Integer> {

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      defaultValue = "",
      description = "As given to millrace run. Default: the pipeline's name.")
  private String applicationId = "";

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only this tenant's.")
  private @Nullable String tenant;

  @Option(names = "--user", paramLabel = "NAME", description = "Only this user's.")
  private @Nullable String user;

  @Option(names = "--route", paramLabel = "NAME", description = "Only this route's.")
  private @Nullable String route;

  @Mixin private FormOption form = new FormOption();

  private final Terminal terminal;

  BudgetsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    String id = applicationId.isEmpty() ? pipeline.name() : applicationId;
    BudgetChangelog changelog = new BudgetChangelog(id);
    read(kafka.access(), changelog);
    BudgetView view =
        BudgetView.of(
            pipeline,
            changelog.accounts(),
            new BudgetQuestion(tenant, user, route),
            System.currentTimeMillis());
    if (view.rows().isEmpty()) {
      throw CommandException.failed("there is no such budget: no limit of it, and no account");
    }
    print(new BudgetReport(view));
    return ExitCode.DONE;
  }

  private static void read(KafkaAccess access, BudgetChangelog changelog) {
    try (TopicReader reader = TopicReader.open(access, changelog.topic(), Start.beginning())) {
      reader.readToEnd(record -> changelog.read(record.key(), record.value()));
    }
  }

  private void print(BudgetReport report) {
    form.print(terminal, report::lines, report::csv, report::json);
  }
}
