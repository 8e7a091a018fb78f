// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.call.Outcome;
import dev.millrace.call.TimePart;
import dev.millrace.model.HttpModelClient;
import dev.millrace.model.HttpModelSettings;
import dev.millrace.model.Message;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.chat.OpenAiChat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The project's own client of models. */
final class MillraceStreams implements StreamSide {
  private static final String SYSTEM =
      "You answer customers of a shop. Be brief, be kind, and never promise a date. ".repeat(20);

  private final HttpModelClient client;
  private final int tokens;
  private final Latencies parse = new Latencies();

  /**
   * @param tokens that an answer must have
   */
  MillraceStreams(String baseUrl, int tokens) {
    this.client =
        new HttpModelClient(
            HttpModelSettings.of("bench", baseUrl, () -> "none"),
            new OpenAiChat(),
            InstantSource.system());
    this.tokens = tokens;
  }

  static ModelRequest request(String id) {
    return new ModelRequest(
        id,
        "gpt-4o-mini",
        List.of(new Message.SystemMessage(SYSTEM), new Message.UserMessage("Where is order 7?")),
        List.of(),
        500,
        null,
        null,
        Duration.ofMinutes(10));
  }

  @Override
  public CompletableFuture<Boolean> read(String id) {
    return client.send(request(id)).thenApply(this::isWhole);
  }

  private boolean isWhole(Outcome<ModelResponse> outcome) {
    synchronized (parse) {
      parse.add(outcome.timing().parts().getOrDefault(TimePart.PARSE, Duration.ZERO).toNanos());
    }
    return outcome instanceof Outcome.Succeeded<ModelResponse>
        && outcome.usage().outputTokens() == tokens;
  }

  /** What the client itself says of its time to read an answer. */
  double parseMs(double percent) {
    synchronized (parse) {
      return parse.percentileMs(percent);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
