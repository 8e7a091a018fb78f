// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Colour;
import dev.millrace.app.console.Format;
import dev.millrace.app.console.Terminal;
import dev.millrace.schemas.CallRecord;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.Feedback;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.topology.TopicNames;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** A topic that can be looked at: its name, what is in it, and how a line about it reads. */
enum TailTopic {
  REQUESTS(Request.class),
  RESULTS(Result.class),
  COSTS(CostEvent.class),
  PROGRESS(ProgressEvent.class),
  CALLS(CallRecord.class),
  FEEDBACK(Feedback.class),
  ESCALATIONS(Escalation.class),
  /** Whatever could not be read: in the form of a request, if in any. */
  DEAD_LETTERS(Request.class);

  private static final int MOST_TEXT = 60;

  private final Class<? extends SpecificRecord> type;

  TailTopic(Class<? extends SpecificRecord> type) {
    this.type = type;
  }

  String in(TopicNames topics) {
    return switch (this) {
      case REQUESTS -> topics.requests();
      case RESULTS -> topics.results();
      case COSTS -> topics.costs();
      case PROGRESS -> topics.progress();
      case CALLS -> topics.calls();
      case FEEDBACK -> topics.feedback();
      case ESCALATIONS -> topics.escalations();
      case DEAD_LETTERS -> topics.deadLetters();
    };
  }

  Class<? extends SpecificRecord> type() {
    return type;
  }

  /** One line for people. */
  static String line(SpecificRecord value, Terminal terminal) {
    if (value instanceof Result result) {
      return new ResultLine(terminal).of(result, result.getEndedAtMs() - result.getReceivedAtMs());
    } else if (value instanceof CostEvent cost) {
      return line(cost);
    } else if (value instanceof ProgressEvent progress) {
      return line(progress);
    } else if (value instanceof CallRecord call) {
      return line(call, terminal);
    } else if (value instanceof Feedback feedback) {
      return line(feedback, terminal);
    } else if (value instanceof Escalation escalation) {
      return line(escalation, terminal);
    } else if (value instanceof Request request) {
      return "%-22s %-12s %s"
          .formatted(
              request.getRequestId(),
              request.getTenant(),
              Format.oneLine(request.getInput(), MOST_TEXT));
    }
    throw new IllegalArgumentException("nothing to tail: " + value.getClass());
  }

  private static String line(CostEvent cost) {
    return "%-22s %-12s %-6s %-18s %s%s"
        .formatted(
            cost.getRequestId(),
            cost.getTenant(),
            cost.getKind(),
            cost.getModel(),
            Format.money(cost.getAmountNanos(), cost.getCurrency()),
            cost.getEstimated() ? " (estimated)" : "");
  }

  private static String line(ProgressEvent progress) {
    return "%-22s %-14s %-16s %s"
        .formatted(
            progress.getRequestId(),
            progress.getWhat(),
            progress.getRoute(),
            Format.oneLine(progress.getDetail(), MOST_TEXT));
  }

  private static String line(CallRecord call, Terminal terminal) {
    Colour colour = call.getOutcome().equals("succeeded") ? Colour.GOOD : Colour.BAD;
    return "%-22s %-9s %-18s %s %s"
        .formatted(
            call.getRequestId(),
            call.getKind(),
            call.getTarget(),
            Format.duration(call.getEndedAtMs() - call.getStartedAtMs()),
            terminal.paint(colour, call.getOutcome()));
  }

  private static String line(Feedback feedback, Terminal terminal) {
    Boolean success = feedback.getSuccess();
    String verdict = "%-7s".formatted(success == null ? "-" : success ? "success" : "failure");
    Colour colour = success == null ? Colour.QUIET : success ? Colour.GOOD : Colour.BAD;
    Double score = feedback.getScore();
    return "%-22s %-12s %s %-5s %-12s %s"
        .formatted(
            feedback.getRequestId(),
            feedback.getTenant(),
            terminal.paint(colour, verdict),
            score == null ? "-" : String.format(Locale.ROOT, "%.2f", score),
            Format.oneLine(feedback.getSource(), 12),
            Format.oneLine(feedback.getComment(), MOST_TEXT));
  }

  private static String line(Escalation escalation, Terminal terminal) {
    return "%-22s %-12s %s %s %s"
        .formatted(
            escalation.getRequestId(),
            escalation.getTenant(),
            terminal.paint(Colour.BAD, escalation.getReason()),
            escalation.getTool(),
            Format.oneLine(escalation.getDetail(), MOST_TEXT));
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
