// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.call.FailureKind;
import dev.millrace.definition.Definitions;
import dev.millrace.engine.Mailbox;
import dev.millrace.engine.PendingCall;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.prompt.RunView;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Reason;
import dev.millrace.run.Run;
import dev.millrace.schemas.Escalation;
import dev.millrace.state.RunStore;
import dev.millrace.wire.Escalations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells people of what only they can settle. */
final class HandOver {
  private static final String CALLED_OFF =
      "It was called off and may have been done. A person should look.";

  private final Definitions definitions;
  private final Ledger ledger;
  private final Mailbox mailbox;
  private final Publisher publisher;
  private final String resultsTopic;

  HandOver(Shared shared, Ledger ledger, Mailbox mailbox, Publisher publisher) {
    this.definitions = shared.definitions();
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.publisher = publisher;
    this.resultsTopic = TopicNames.of(definitions.current().pipeline().topics()).results();
  }

  /**
   * What there is to say of a call that is to be called off, if it must not be made twice and may
   * have been done.
   *
   * @param ending of its run; null if that goes on without it
   */
  Optional<Part> doubt(PendingCall call, @Nullable Ending ending, long nowMs) {
    boolean lost = ending != null && ending.reason().equals(Reason.ROUTE_CHANGED);
    if (!call.mayHaveLeft() || !(lost || mailbox.isInDoubt(call.id()))) {
      return Optional.empty();
    }
    String name = call.purpose() instanceof CallSpec.Node node ? node.name() : call.target();
    CallResult unknown = CallResult.Failed.of(FailureKind.UNKNOWN_OUTCOME, CALLED_OFF);
    return Optional.of(new Part(call.id(), name, unknown, call.createdAtMs(), nowMs));
  }

  /** Tells of those calls of which nobody knows whether they were done. */
  void tellOfDoubts(List<Part> ended, RunStore runs, Run run, long nowMs) {
    for (Part part : ended) {
      if (part.result() instanceof CallResult.Failed failed
          && failed.kind() == FailureKind.UNKNOWN_OUTCOME) {
        RunView view = runs.view(run).with(List.of(part));
        publish(run, of(run).unknownOutcome(view, part, failed.detail(), limits(run), nowMs));
      }
    }
  }

  /** A run ends at a limit, and its route says that people are told. */
  void atLimit(RunView view, Ending ending, long nowMs) {
    Run run = view.run();
    publish(run, of(run).atLimit(view, ending, limits(run), nowMs));
  }

  private Escalations of(Run run) {
    return definitions.of(run.facts()).escalations();
  }

  private BudgetLimits limits(Run run) {
    return ledger.limits(run).spent();
  }

  private void publish(Run run, Escalation event) {
    event.setResultsTopic(resultsTopic);
    publisher.escalation(run.facts(), event);
  }
}
