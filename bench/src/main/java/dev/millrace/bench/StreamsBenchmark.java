// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What it takes to read very many streams of models at once: the project's client against bare
 * OkHttp that reads the same bytes and throws them away, in turns.
 */
@Command(
    name = "streams",
    description = "Our own time, CPU and heap for open streams, against bare OkHttp.")
final class StreamsBenchmark implements Benchmark {
  /** The reason and the usage, which come after the tokens. */
  private static final int LAST_EVENTS = 2;

  @Option(
      names = "--streams",
      defaultValue = "1000",
      description = "Open at once (default: ${DEFAULT-VALUE}).")
  int streams;

  @Option(
      names = "--tokens",
      defaultValue = "50",
      description = "Of an answer, an event each (default: ${DEFAULT-VALUE}).")
  int tokens;

  @Option(
      names = "--pace-ms",
      defaultValue = "100",
      description = "Between two events (default: ${DEFAULT-VALUE}).")
  int paceMs;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Measured of each side, over all rounds (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Turns of each side (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Seconds before, of each side (default: ${DEFAULT-VALUE}).")
  int warmUpSeconds;

  @Override
  public Figures run(DataDir data) throws IOException {
    Figures figures =
        Figures.none()
            .with("streams", streams)
            .with("tokens", tokens)
            .with("pace_ms", paceMs)
            .with("measured_s", seconds)
            .with("rounds", rounds)
            .with("load_before", Benchmark.load());
    try (StreamProvider provider = StreamProvider.start(tokens, paceMs)) {
      figures = figures.withAll(compare(provider));
    }
    return figures.with("load_after", Benchmark.load());
  }

  private Figures compare(StreamProvider provider) throws IOException {
    Found ours = new Found();
    Found bare = new Found();
    double parseP50;
    double parseP99;
    try (MillraceStreams mine = millrace(provider.apiUrl());
        BareStreams okhttp = okhttp(provider.apiUrl())) {
      turn(mine, "warm-up-millrace", warmUpSeconds * 1_000L, provider);
      turn(okhttp, "warm-up-okhttp", warmUpSeconds * 1_000L, provider);
      for (int round = 1; round <= rounds; round++) {
        System.err.printf("round %d of %d%n", round, rounds);
        ours.add(turn(mine, "millrace-" + round, seconds * 1_000L / rounds, provider));
        bare.add(turn(okhttp, "okhttp-" + round, seconds * 1_000L / rounds, provider));
      }
      parseP50 = mine.parseMs(50);
      parseP99 = mine.parseMs(99);
    }
    System.err.println("heap");
    double oursHeap;
    double bareHeap;
    try (MillraceStreams mine = millrace(provider.holdingUrl())) {
      oursHeap = StreamHeap.bytesPerStream(mine, streams, provider);
    }
    try (BareStreams okhttp = okhttp(provider.holdingUrl())) {
      bareHeap = StreamHeap.bytesPerStream(okhttp, streams, provider);
    }
    return Figures.none()
        .with(
            "millrace",
            ours.figures(oursHeap).with("parse_p50_ms", parseP50).with("parse_p99_ms", parseP99))
        .with("okhttp", bare.figures(bareHeap))
        .with("added_p50_ms", ours.own.medianMs(50) - bare.own.medianMs(50));
  }

  private MillraceStreams millrace(String url) {
    return new MillraceStreams(url, tokens);
  }

  private BareStreams okhttp(String url) {
    return new BareStreams(url, ChatStream.of(tokens).totalBytes());
  }

  private StreamRound.Found turn(
      StreamSide side, String name, long measuredMs, StreamProvider provider) throws IOException {
    Duration takes = Duration.ofMillis((long) (tokens + LAST_EVENTS) * paceMs);
    return new StreamRound(side, name, streams, takes, Duration.ofMillis(measuredMs)).run(provider);
  }

  /** All turns of a side. */
  private static final class Found {
    private final Rounds own = new Rounds();
    private final DoubleSummaryStatistics cpuMs = new DoubleSummaryStatistics();
    private int calls;

    void add(StreamRound.Found round) {
      own.add(round.own());
      cpuMs.accept(round.cpuMsPerCall());
      calls += round.calls();
    }

    Figures figures(double heapBytes) {
      return Figures.none()
          .with("calls", calls)
          .with("p50_ms", own.medianMs(50))
          .with("p99_ms", own.medianMs(99))
          .with("spread_p50_ms", own.spreadMs(50))
          .with("spread_p99_ms", own.spreadMs(99))
          .with("cpu_ms_per_call", cpuMs.getAverage())
          .with("heap_bytes_per_stream", heapBytes);
    }
  }
}
