// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Format;
import dev.millrace.app.console.Terminal;
import dev.millrace.app.traffic.Start;
import dev.millrace.app.traffic.TopicReader;
import dev.millrace.app.traffic.Wire;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import dev.millrace.topology.TopicNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Shows what comes to a topic. */
@Command(
    name = "tail",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Show what a pipeline's topic holds and what comes to it, once it is committed.",
      "Lines for people on a terminal; JSON lines in a pipe or with --json."
    },
    footer = {
      "",
      "Examples:",
      "  millrace tail results -c pipeline.yaml",
      "  millrace tail costs -c pipeline.yaml --from-beginning --exit-at-end | jq .amount_nanos",
      "  millrace tail requests -c pipeline.yaml --from-beginning --exit-at-end > requests.jsonl"
    })
final class TailCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);

  /** {@code dead-letters} for the constant of the same words. */
  static final class Topics implements ITypeConverter<TailTopic>, Iterable<String> {
    @Override
    public TailTopic convert(String value) {
      return Arrays.stream(TailTopic.values())
          .filter(topic -> topic.toString().equals(value))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("there are " + this));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(TailTopic.values()).map(TailTopic::toString).iterator();
    }

    @Override
    public String toString() {
      return String.join(", ", this);
    }
  }

  @Parameters(
      paramLabel = "TOPIC",
      converter = Topics.class,
      completionCandidates = Topics.class,
      description = "${COMPLETION-CANDIDATES}.")
  private TailTopic topic = TailTopic.RESULTS;

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--from-beginning", description = "What is there already comes first.")
  private boolean fromBeginning;

  @Option(names = "--exit-at-end", description = "Stop when all that is there now was shown.")
  private boolean exitAtEnd;

  @Option(names = "--tenant", defaultValue = "", description = "Only this tenant's.")
  private String tenant = "";

  @Option(names = "--json", description = "JSON lines, even on a terminal.")
  private boolean json;

  private final Terminal terminal;

  TailCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    String name = topic.in(TopicNames.of(pipeline.topics()));
    Start start = fromBeginning ? Start.beginning() : Start.now();
    try (Wire wire = Wire.of(pipeline.topics());
        TopicReader reader = TopicReader.open(kafka.access(), name, start)) {
      Printer<?> printer = new Printer<>(wire, topic.type());
      if (exitAtEnd) {
        reader.readToEnd(printer::print);
      } else {
        follow(reader, printer);
      }
    }
    return ExitCode.DONE;
  }

  /** Until Ctrl-C, or until nobody reads what is printed, as behind {@code head}. */
  private void follow(TopicReader reader, Printer<?> printer) {
    while (!terminal.out().checkError()) {
      reader.poll(POLL, printer::print);
    }
  }

  /** Prints records of one type. */
  private final class Printer<T extends SpecificRecord> {
    private final Class<T> type;
    private final RecordDecoder<T> decoder;

    Printer(Wire wire, Class<T> type) {
      this.type = type;
      this.decoder = wire.decoder(type);
    }

    void print(ConsumerRecord<byte[], byte[]> record) {
      if (!tenant.isEmpty() && !tenant.equals(RecordJson.text(record.key()))) {
        return;
      }
      boolean forPeople = terminal.lively() && !json;
      try {
        if (record.value() == null || topic == TailTopic.DEAD_LETTERS) {
          terminal.out().println(unreadable(record, forPeople));
          return;
        }
        T value = decoder.decode(record.value());
        terminal
            .out()
            .println(
                forPeople ? TailTopic.line(value, terminal) : RecordJson.of(record, type, value));
      } catch (UndecodableException e) {
        if (e.reason() == UndecodableException.Reason.REGISTRY_UNAVAILABLE) {
          throw e;
        }
        terminal.out().println(unreadable(record, forPeople));
      }
    }
  }

  private static String unreadable(ConsumerRecord<byte[], byte[]> record, boolean forPeople) {
    if (!forPeople) {
      return RecordJson.ofUnreadable(record);
    }
    StringBuilder line = new StringBuilder();
    line.append("%d:%d".formatted(record.partition(), record.offset()));
    for (Header header : record.headers()) {
      line.append("  " + header.key() + "=" + Format.oneLine(RecordJson.text(header.value()), 80));
    }
    return line.toString();
  }
}
