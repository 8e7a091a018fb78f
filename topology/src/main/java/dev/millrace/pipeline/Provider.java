// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import dev.millrace.model.BreakerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where models are served.
 *
 * @param protocol how to speak to it
 * @param url the base, up to and without what the protocol names, such as {@code /chat/completions}
 * @param apiKey from the environment or a file; empty if none is needed. Never logged
 * @param headers sent with every attempt
 * @param maxInFlight attempts at the same time, of this instance
 * @param limits what may leave in a minute, of this instance
 * @param breaker when it is no longer asked for a model, for a while
 * @param prices whose list prices hold where a model has none of its own; null for nobody's
 */
public record Provider(
    String name,
    Protocol protocol,
    String url,
    Secret apiKey,
    Map<String, String> headers,
    int maxInFlight,
    AccountLimits limits,
    BreakerSettings breaker,
    Connection connection,
    @Nullable String prices) {

  public Provider {
    Checks.notBlank(name, "name");
    Checks.notBlank(url, "url");
    headers = Checks.ordered(headers);
    Checks.atLeast(1, maxInFlight, "maxInFlight");
  }

  /** Without what the headers hold, which may be secret. */
  @Override
  public String toString() {
    return "Provider[name=%s, protocol=%s, url=%s, headers=%s]"
        .formatted(name, protocol, url, headers.keySet());
  }

  /** A wire protocol of models. */
  public enum Protocol {
    /** OpenAI's chat completions, and the many servers that copy them. */
    OPENAI_CHAT,
    /** OpenAI's Responses. */
    OPENAI_RESPONSES,
    /** Anthropic's Messages. */
    ANTHROPIC,
    /** Google's generateContent, of its own API and of Vertex AI. */
    GEMINI;

    private static final int LEAST_OF_RESPONSES = 16;

    /** Whether we can ask for embeddings as well: they are OpenAI's. */
    public boolean hasEmbeddings() {
      return this == OPENAI_CHAT || this == OPENAI_RESPONSES;
    }

    /** The least that an answer can be bounded by. */
    public int leastOutputTokens() {
      return this == OPENAI_RESPONSES ? LEAST_OF_RESPONSES : 1;
    }

    /** Whether it can be told what an answer will mostly be. */
    public boolean hasPredictions() {
      return this == OPENAI_CHAT;
    }
  }

  /**
   * How a provider is connected to.
   *
   * @param replicas bases of more servers that serve the same models; empty for none
   * @param idleTimeout the longest silence of a stream once the model has begun to speak
   * @param certificates in PEM, in place of those that Java trusts; empty for those
   */
  public record Connection(
      List<String> replicas, Duration connectTimeout, Duration idleTimeout, String certificates) {
    public Connection {
      replicas = List.copyOf(replicas);
      Checks.positive(connectTimeout, "connectTimeout");
      Checks.positive(idleTimeout, "idleTimeout");
    }
  }
}
