// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.FeedbackFile;
import dev.millrace.app.traffic.FeedbackRules;
import dev.millrace.app.traffic.RecordSender;
import dev.millrace.app.traffic.Wire;
import dev.millrace.kafka.StreamsSettings;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.schemas.Feedback;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what somebody says of results to its topic, where reports find it. */
@Command(
    name = "feedback",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Say of a request whether its answer was a success, or how good it was.",
      "millrace report counts by it; of one request the latest counts."
    },
    footer = {
      "",
      "Examples:",
      "  millrace feedback -c pipeline.yaml --tenant acme --request r-1 --success",
      "  millrace feedback -c pipeline.yaml --tenant acme --request r-2 --failure --score 0.2"
          + " --source user",
      "  millrace feedback -c pipeline.yaml --file feedback.jsonl",
      "  {\"tenant\": \"acme\", \"request_id\": \"r-1\", \"success\": true}   is a line of such a"
          + " file"
    })
final class FeedbackCommand implements Callable<Integer> {

  /** Of what something is said: of one request, or of those in a file. */
  static final class What {
    @Option(names = "--request", paramLabel = "ID", description = "The request's id.")
    private @Nullable String request;

    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "Feedback on many, one JSON object a line.")
    private @Nullable Path file;
  }

  /** Either, or neither if there is a score. */
  static final class Verdict {
    @Option(names = "--success", description = "It did what it was asked for.")
    private boolean success;

    @Option(names = "--failure", description = "It did not.")
    private boolean failure;

    @Nullable Boolean said() {
      return success == failure ? null : success;
    }
  }

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @ArgGroup private @Nullable Verdict verdict;

  @Option(names = "--score", paramLabel = "0..1", description = "How good its answer was.")
  private @Nullable Double score;

  @Option(names = "--comment", paramLabel = "TEXT", description = "For people.")
  private @Nullable String comment;

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--tenant",
      defaultValue = "",
      description = "Whose request it is; of lines without one.")
  private String tenant = "";

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Who says so; of lines without one.")
  private String source = "";

  private final Terminal terminal;

  FeedbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    List<Feedback> all = feedback();
    String topic = TopicNames.of(pipeline.topics()).feedback();
    int maxBytes = StreamsSettings.maxRecordBytes(pipeline.limits());
    try (Wire wire = Wire.of(pipeline.topics());
        RecordSender<Feedback> sender =
            RecordSender.open(kafka.access(), wire, Feedback.class, topic, maxBytes)) {
      sender.sendAll(all, Feedback::getTenant);
    }
    terminal.out().println(all.size() + " written to " + topic);
    return ExitCode.DONE;
  }

  private List<Feedback> feedback() throws IOException {
    if (what.file != null) {
      if (verdict != null || score != null || comment != null) {
        throw CommandException.wrongUse("each line of a file says for itself how good it was");
      }
      return FeedbackFile.read(what.file, this::completed);
    }
    Feedback feedback =
        completed(
            Feedback.newBuilder()
                .setRequestId(what.request == null ? "" : what.request)
                .setSuccess(verdict == null ? null : verdict.said())
                .setScore(score)
                .setComment(comment == null ? "" : comment)
                .build());
    FeedbackRules.mistake(feedback)
        .ifPresent(
            mistake -> {
              throw CommandException.wrongUse(mistake);
            });
    return List.of(feedback);
  }

  private Feedback completed(Feedback line) {
    if (line.getTenant().isBlank()) {
      line.setTenant(tenant);
    }
    if (line.getSource().isBlank()) {
      line.setSource(source);
    }
    if (line.getAtMs() == 0) {
      line.setAtMs(System.currentTimeMillis());
    }
    return line;
  }
}
