// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.recorded.Disagreement;
import dev.millrace.recorded.RecordedExchange;
import dev.millrace.recorded.Recordings;
import dev.millrace.recorded.Replay;
import dev.millrace.recorded.WireProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Whether our clients read what real providers said: each recorded exchange is replayed by a local
 * server, byte by byte, and what is read is held against a reading of the recording that shares no
 * code with ours.
 */
@Command(
    name = "wire",
    description = "Replays recorded exchanges with providers, and compares what is read.")
final class WireBenchmark implements Benchmark {
  private final Map<WireProtocol, WireTally> tallies = new EnumMap<>(WireProtocol.class);
  private final Map<String, Long> skipped = new TreeMap<>();

  @Override
  public Figures run(DataDir data) throws IOException {
    if (!Files.isDirectory(data.root())) {
      throw new NoSuchFileException(data.root().toString());
    }
    try (Replay replay = new Replay();
        Stream<RecordedExchange> exchanges = Recordings.in(data.root())) {
      for (Iterator<RecordedExchange> each = exchanges.iterator(); each.hasNext(); ) {
        play(replay, each.next());
      }
    }
    Figures figures = figures();
    WireTally all = all();
    if (all.disagree() > 0) {
      throw new BrokenPromiseException(report(all), figures);
    }
    return figures;
  }

  private void play(Replay replay, RecordedExchange exchange) throws IOException {
    WireProtocol protocol = WireProtocol.of(exchange).orElse(null);
    if (protocol == null) {
      skipped.merge(exchange.kind(), 1L, Long::sum);
    } else if (!protocol.isOffered()) {
      skipped.merge("not offered yet: " + name(protocol), 1L, Long::sum);
    } else {
      WireTally tally = tallies.computeIfAbsent(protocol, none -> new WireTally());
      tally.add(replay.play(protocol, exchange));
    }
  }

  private Figures figures() {
    Figures byProtocol = Figures.none();
    for (var each : tallies.entrySet()) {
      byProtocol = byProtocol.with(name(each.getKey()), each.getValue().figures());
    }
    Figures others = Figures.none();
    for (var each : skipped.entrySet()) {
      others = others.with(each.getKey(), each.getValue().longValue());
    }
    WireTally all = all();
    return all.figures()
        .with("by_protocol", byProtocol)
        .with("skipped", others)
        .with(
            "disagreements",
            all.disagreements().stream()
                .map(each -> WireBenchmark.figures(each).values())
                .toList());
  }

  private static Figures figures(Disagreement each) {
    return Figures.none()
        .with("cassette", each.cassette())
        .with("what", each.what())
        .with("expected", each.expected())
        .with("got", each.got());
  }

  private WireTally all() {
    WireTally all = new WireTally();
    tallies.values().forEach(all::addAll);
    return all;
  }

  private static String report(WireTally all) {
    return all.disagreements().stream()
        .map(
            each ->
                "%s: %s: recorded %s, read %s"
                    .formatted(each.cassette(), each.what(), each.expected(), each.got()))
        .collect(Collectors.joining("\n"));
  }

  private static String name(WireProtocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
