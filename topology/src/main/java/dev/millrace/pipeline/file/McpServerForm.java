// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.McpServerConfig;
import dev.millrace.pipeline.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code mcp_servers.NAME}. */
final class McpServerForm extends Form<McpServerConfig> {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private final Key<String> url =
      optional("url", Texts.url("a URL such as https://tools.example.com/mcp"));
  private final Key<Map<String, String>> headers =
      key("headers", MapOf.headers(new LineOrFile()), Map.of());
  private final Key<List<String>> allowAddresses =
      key("allow_addresses", new ListOf<>(100, new AddressKind()), List.of());
  private final Key<String> trustStore = key("trust_store", new CertificatesKind(), "");
  private final Key<String> command = optional("command", Texts.words("a program: npx"));
  private final Key<List<String>> args = key("args", new ListOf<>(100, Texts.line()), List.of());
  private final Key<Map<String, String>> env =
      key("env", new MapOf<>(VARIABLE, "a name of a variable", 100, new LineOrFile()), Map.of());
  private final Key<Duration> connectTimeout =
      key("connect_timeout", Quantities.duration(ofMillis(1), ofMinutes(5)), ofSeconds(10));
  private final Key<Integer> maxMessage =
      key("max_message", Quantities.bytes(1 << 10, 64 << 20), 4 << 20);

  @Override
  void check(Entries entries) {
    if (entries.has(url) == entries.has(command)) {
      String message = "an MCP server has either url or command";
      entries.at().mistake(message, "write url: https://... or command: PROGRAM, and not both");
    } else {
      List<Key<?>> others =
          entries.has(url) ? List.of(args, env) : List.of(headers, allowAddresses, trustStore);
      others.forEach(key -> refuse(entries, key));
    }
    if (entries.has(headers)) {
      Literals.checkNamed(entries.at(headers));
    }
    if (entries.has(env)) {
      Literals.checkNamed(entries.at(env));
    }
  }

  private void refuse(Entries entries, Key<?> key) {
    if (entries.has(key)) {
      String reach = entries.has(url) ? "a url" : "a command";
      entries.at(key).mistake(key.name() + " is nothing for " + reach, "drop it");
    }
  }

  @Override
  McpServerConfig build(Entries entries) {
    String address = entries.find(url);
    McpServerConfig.Reach reach =
        address != null
            ? new McpServerConfig.Http(
                address,
                entries.get(headers),
                new Network(entries.get(allowAddresses), entries.get(trustStore)))
            : new McpServerConfig.Stdio(
                String.valueOf(entries.find(command)), entries.get(args), entries.get(env));
    return new McpServerConfig(
        entries.name(), reach, entries.get(connectTimeout), entries.get(maxMessage));
  }
}
