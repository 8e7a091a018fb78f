// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.PastTraffic;
import dev.millrace.app.traffic.RequestFile;
import dev.millrace.app.traffic.TopicRange;
import dev.millrace.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the requests of a replay come from. */
final class ReplaySource {

  /** One of the two. */
  static final class Either {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "Requests, one JSON object a line, as millrace tail requests writes them.")
    private @Nullable Path file;

    @Option(
        names = "--topic-range",
        paramLabel = "TOPIC",
        description = "Requests of a topic: requests for the pipeline's own, else a topic's name.")
    private @Nullable String topic;
  }

  @ArgGroup(multiplicity = "1")
  private Either either = new Either();

  @Option(
      names = "--from-time",
      paramLabel = "TIME",
      description = "Of a topic, from then on, such as 2026-11-20T08:00:00Z.")
  private @Nullable String fromTime;

  @Option(names = "--to-time", paramLabel = "TIME", description = "Of a topic, before then.")
  private @Nullable String toTime;

  @Option(
      names = "--offsets",
      paramLabel = "P:A-B,...",
      description = "Of a topic, offsets A to B of partition P, such as 0:10-20,1:5-.")
  private @Nullable String offsets;

  @Option(names = "--tenant", defaultValue = "", description = "Of lines of a file without one.")
  private String tenant = "";

  /** The requests, in the order of their time, each id once. */
  List<PastRequest> read(PastTraffic past, TopicNames topics) throws IOException {
    List<PastRequest> requests =
        either.file != null
            ? PastTraffic.onceEach(RequestFile.read(either.file, tenant, line -> "line-" + line))
            : past.requests(topic(topics), range());
    if (requests.isEmpty()) {
      throw CommandException.wrongUse("there is no request to replay");
    }
    return requests;
  }

  private String topic(TopicNames topics) {
    String given = either.topic == null ? "" : either.topic;
    return given.equals("requests") ? topics.requests() : given;
  }

  private TopicRange range() {
    try {
      if (offsets == null) {
        return new TopicRange.Times(time(fromTime, 0), time(toTime, Long.MAX_VALUE));
      }
      if (fromTime != null || toTime != null) {
        throw CommandException.wrongUse("either --offsets or times");
      }
      return TopicRange.Offsets.parse(offsets);
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
  }

  private static long time(@Nullable String text, long otherwise) {
    try {
      return text == null ? otherwise : Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw CommandException.wrongUse("not a time such as 2026-11-20T08:00:00Z: " + text);
    }
  }
}
