// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import dev.millrace.http.NetworkRules;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to reach a server of the Model Context Protocol. Headers and environment may hold secrets, so
 * {@link #toString} shows neither.
 *
 * @param name ours, for threads and logs
 * @param connectTimeout from the start of a connection or process to its session
 * @param maxMessageBytes a longer message of the server's is not read
 */
public record McpServerSettings(
    String name, Reach reach, Duration connectTimeout, int maxMessageBytes) {

  public static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;

  public McpServerSettings {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException("maxMessageBytes < 1: " + maxMessageBytes);
    }
  }

  /** Over what the messages go. */
  public sealed interface Reach {}

  /** Streamable HTTP: the one endpoint of the server. */
  public record Http(String url, Map<String, String> headers, NetworkRules rules) implements Reach {
    public Http {
      headers = inOrder(headers);
    }

    /** On the public internet, or at an address that the URL itself names. */
    public Http(String url, Map<String, String> headers) {
      this(url, headers, NetworkRules.USUAL);
    }

    @Override
    public String toString() {
      return "Http[" + url + "]";
    }
  }

  /**
   * A process of this machine, by its standard input and output. It is started without a shell.
   *
   * @param env all that it is told of our environment, beside the few variables that programs need
   */
  public record Stdio(String command, List<String> args, Map<String, String> env) implements Reach {
    public Stdio {
      args = List.copyOf(args);
      env = inOrder(env);
    }

    @Override
    public String toString() {
      return "Stdio[" + command + "]";
    }
  }

  /** A server with the defaults for all else. */
  public static McpServerSettings of(String name, Reach reach) {
    return new McpServerSettings(name, reach, Duration.ofSeconds(10), DEFAULT_MAX_MESSAGE_BYTES);
  }

  private static Map<String, String> inOrder(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
