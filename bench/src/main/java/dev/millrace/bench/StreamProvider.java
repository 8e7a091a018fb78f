// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A {@link StreamServer} in a JVM of its own, and what it tells. */
final class StreamProvider implements AutoCloseable {
  private static final int ASK_EVERY_MS = 20;
  private static final Duration HELD_WITHIN = Duration.ofMinutes(2);

  private final ChildJvm child;
  private final String url;
  private final OkHttpClient http = new OkHttpClient();

  private StreamProvider(ChildJvm child, String url) {
    this.child = child;
    this.url = url;
  }

  /** Returns when it listens. */
  static StreamProvider start(int tokens, int paceMs) throws IOException {
    ChildJvm child =
        ChildJvm.start(
            StreamServerMain.class,
            StreamServerMain.READY,
            Map.of(),
            Integer.toString(tokens),
            Integer.toString(paceMs));
    try {
      return new StreamProvider(child, child.awaitReady());
    } catch (IOException | RuntimeException e) {
      child.close();
      throw e;
    }
  }

  String apiUrl() {
    return url + "/v1";
  }

  /** Where answers stand still in the middle. */
  String holdingUrl() {
    return url + "/hold";
  }

  /** How long answers took by id, told once. */
  Map<String, Long> tookNanos() throws IOException {
    Map<String, Long> took = new HashMap<>();
    get("/times")
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(pair -> took.put(pair[0], Long.valueOf(pair[1])));
    return took;
  }

  /** Returns once so many answers stand still. */
  void awaitHeld(int count) throws IOException {
    long endAt = System.nanoTime() + HELD_WITHIN.toNanos();
    String wanted = Integer.toString(count);
    for (String held = get("/held"); !held.equals(wanted); held = get("/held")) {
      if (System.nanoTime() - endAt > 0) {
        throw new IOException("only " + held + " of " + count + " streams are open");
      }
      try {
        Thread.sleep(ASK_EVERY_MS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
    }
  }

  void release() throws IOException {
    var unused = get("/release");
  }

  private String get(String path) throws IOException {
    Request request = new Request.Builder().url(url + path).build();
    try (Response response = http.newCall(request).execute()) {
      return response.body().string();
    }
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    child.close();
  }
}
