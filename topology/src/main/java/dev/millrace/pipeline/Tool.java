// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as routes and models refer to it.
 *
 * @param parameters a JSON Schema for the arguments
 * @param pick result field to JSON pointer into what the tool returned; empty picks everything
 * @param timeout of one attempt
 * @param maxResponseBytes more than this is a failure, not a cut
 * @param permission what a request must carry to use it; null if anybody may
 * @param cache how long results serve again; null for never
 * @param lock a Mustache template over the arguments and {@code call}: calls of a tenant for which
 *     it makes the same text never overlap; null if they may
 * @param after tools whose calls must have ended before a call of this one leaves, if an agent's
 *     model asks for them in the same step
 * @param priceNanos what one call costs, in nanos of the ledger's currency
 */
public record Tool(
    String name,
    String description,
    JsonNode parameters,
    Source source,
    Map<String, String> pick,
    Duration timeout,
    RetryPolicy retry,
    int maxResponseBytes,
    int maxInFlight,
    Effect effect,
    boolean idempotent,
    @Nullable String permission,
    @Nullable CachePolicy cache,
    @Nullable String lock,
    List<String> after,
    long priceNanos) {

  public Tool {
    Checks.notBlank(name, "name");
    after = List.copyOf(after);
    pick = Checks.ordered(pick);
    Checks.positive(timeout, "timeout");
    Checks.atLeast(1, maxResponseBytes, "maxResponseBytes");
    Checks.atLeast(1, maxInFlight, "maxInFlight");
    Checks.atLeast(0, priceNanos, "priceNanos");
  }

  /** What a call of the tool does to the world. */
  public enum Effect {
    READ,
    WRITE
  }

  /** Where the tool lives. */
  public sealed interface Source {}

  /**
   * Over HTTP. URL, query, headers and body are templates over the arguments: a value put into the
   * URL is percent-encoded, one put into the body is JSON.
   */
  public record Http(
      String method,
      String url,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable JsonNode body,
      Network network)
      implements Source {
    public Http {
      query = Checks.ordered(query);
      headers = Checks.ordered(headers);
    }

    /** One on the public internet, or at an address that the URL itself names. */
    public Http(
        String method,
        String url,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable JsonNode body) {
      this(method, url, query, headers, body, Network.USUAL);
    }

    /** Without what the headers, the query and the body hold, which may be secret. */
    @Override
    public String toString() {
      return "Http[method=%s, url=%s, headers=%s]".formatted(method, url, headers.keySet());
    }
  }

  /** A {@link dev.millrace.tool.ToolFunction} of that name on the class path. */
  public record JavaFunction(String function) implements Source {}

  /**
   * A tool of an MCP server.
   *
   * @param server the pipeline's name for it
   * @param tool the server's name for the tool
   * @param pin what the server should describe it as; empty if that is not compared
   */
  public record Mcp(String server, String tool, String pin) implements Source {}

  /** True if a second attempt could do harm: such a call leaves at most once. */
  public boolean atMostOnce() {
    return effect == Effect.WRITE && !idempotent;
  }
}
