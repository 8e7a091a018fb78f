// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.pipeline.CachePolicy;
import dev.millrace.pipeline.RetryPolicy;
import dev.millrace.pipeline.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** {@code tools.NAME}. */
final class ToolForm extends Form<Tool> {
  private static final JsonNode NO_PARAMETERS =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  private final Key<String> description = key("description", Texts.text(), "");
  private final Key<JsonNode> parameters = key("parameters", new JsonSchema(), NO_PARAMETERS);
  private final Key<Tool.Http> http = optional("http", new HttpForm());
  private final Key<Tool.Mcp> mcp = optional("mcp", new McpForm());
  private final Key<String> java =
      optional("java", Texts.matching("[\\w.$-]{1,200}", "a name", "the name of the function"));
  private final Key<Map<String, String>> pick =
      key(
          "pick",
          MapOf.named(
              1_000,
              Texts.matching("(/([^~]|~[01])*)?", "a JSON pointer", "a JSON pointer: /status")),
          Map.of());
  private final Key<Duration> timeout =
      key("timeout", Quantities.duration(ofMillis(1), ofHours(1)), ofSeconds(10));
  private final Key<RetryPolicy> retry = key("retry", new RetryForm(), RetryPolicy.DEFAULT);
  private final Key<Integer> maxResult =
      key("max_result", Quantities.bytes(1, 64 << 20), 256 << 10);
  private final Key<Integer> maxInFlight = key("max_in_flight", Numbers.whole(1, 100_000), 64);
  private final Key<Tool.Effect> effect = optional("effect", Texts.oneOf(Tool.Effect.class));
  private final Key<Boolean> idempotent = optional("idempotent", Numbers.bool());
  private final Key<String> permission = optional("permission", Texts.words("a permission"));
  private final Key<CachePolicy> cache = optional("cache", new CacheForm());
  private final Key<String> lock = optional("lock", Templates.line());
  private final Key<List<String>> after =
      key("after", NameList.of(64, Texts.words("the name of a tool")), List.of());
  private final Key<Long> price = key("price", Numbers.money(1_000), 0L);

  @Override
  void check(Entries entries) {
    Stream<Key<?>> sources = Stream.of(http, mcp, java);
    if (sources.filter(entries::has).count() != 1) {
      String mend = "write http: {url: ...}, mcp: {server: ..., tool: ...} or java: NAME";
      entries.at().mistake("a tool has one of http, mcp and java", mend);
    }
    Key<?> named = entries.has(java) ? java : mcp;
    if (entries.has(named) && !entries.has(effect)) {
      String warning = "without effect: read its calls leave at most once, as writes";
      String mend = "add effect: read, or effect: write if it changes something";
      entries.at().context().warning(entries.at(named), warning, mend);
    }
    if (entries.has(mcp) && !entries.has(parameters)) {
      String mend = "paste what 'millrace tools -c FILE' prints of it";
      entries.at(mcp).mistake("a tool of an MCP server needs its parameters here", mend);
    }
    boolean readable = entries.has(effect) == (entries.find(effect) != null);
    if (readable && entries.find(cache) != null && effect(entries) == Tool.Effect.WRITE) {
      String mend = "drop the cache, or write effect: read if it changes nothing";
      entries.at(cache).mistake("what a tool writes is never cached", mend);
    }
  }

  @Override
  Tool build(Entries entries) {
    Tool.Effect does = effect(entries);
    Boolean repeatable = entries.find(idempotent);
    return new Tool(
        entries.name(),
        entries.get(description),
        entries.get(parameters),
        source(entries),
        entries.get(pick),
        entries.get(timeout),
        entries.get(retry),
        entries.get(maxResult),
        entries.get(maxInFlight),
        does,
        Objects.requireNonNullElse(repeatable, does == Tool.Effect.READ),
        entries.find(permission),
        entries.find(cache),
        entries.find(lock),
        entries.get(after),
        entries.get(price));
  }

  private Tool.Source source(Entries entries) {
    Tool.Http address = entries.find(http);
    Tool.Mcp served = entries.find(mcp);
    return address != null
        ? address
        : served != null ? served : new Tool.JavaFunction(entries.get(java));
  }

  /** A tool that does not say what it does is taken to write, but for a plain GET. */
  private Tool.Effect effect(Entries entries) {
    Tool.Effect said = entries.find(effect);
    Tool.Http address = entries.find(http);
    boolean reads = address != null && HttpForm.isSafe(address);
    return said != null ? said : reads ? Tool.Effect.READ : Tool.Effect.WRITE;
  }
}
