// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server of the Model Context Protocol, whose tools pipelines use.
 *
 * @param connectTimeout from the start of a connection or process to its session
 * @param maxMessageBytes a longer message of the server's is not read
 */
public record McpServerConfig(
    String name, Reach reach, Duration connectTimeout, int maxMessageBytes) {

  public McpServerConfig {
    Checks.notBlank(name, "name");
    Checks.positive(connectTimeout, "connectTimeout");
    Checks.atLeast(1, maxMessageBytes, "maxMessageBytes");
  }

  /** Over what it is reached. */
  public sealed interface Reach {}

  /** Streamable HTTP, at one endpoint. */
  public record Http(String url, Map<String, String> headers, Network network) implements Reach {
    public Http {
      Checks.notBlank(url, "url");
      headers = Checks.ordered(headers);
    }

    /** Without what the headers hold, which may be secret. */
    @Override
    public String toString() {
      return "Http[url=%s, headers=%s]".formatted(url, headers.keySet());
    }
  }

  /** A process of the instance's own machine, started without a shell. */
  public record Stdio(String command, List<String> args, Map<String, String> env) implements Reach {
    public Stdio {
      Checks.notBlank(command, "command");
      args = List.copyOf(args);
      env = Checks.ordered(env);
    }

    /** Without what arguments and environment hold, which may be secret. */
    @Override
    public String toString() {
      return "Stdio[command=%s, env=%s]".formatted(command, env.keySet());
    }
  }
}
