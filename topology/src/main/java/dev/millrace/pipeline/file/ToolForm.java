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

/** {@code tools.NAME}. */
final class ToolForm extends Form<Tool> {
  private static final JsonNode NO_PARAMETERS =
      JsonNodeFactory.instance.objectNode().put("type", "object");

  private final Key<String> description = key("description", Texts.text(), "");
  private final Key<JsonNode> parameters = key("parameters", new JsonSchema(), NO_PARAMETERS);
  private final Key<Tool.Http> http = optional("http", new HttpForm());
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
    if (entries.has(http) == entries.has(java)) {
      String message = "a tool has either http or java";
      entries.at().mistake(message, "write http: {url: ...} or java: NAME, and not both");
    }
    if (entries.has(java) && !entries.has(effect)) {
      String warning = "without effect: read its calls leave at most once, as writes";
      entries.at().context().warning(entries.at(java), warning);
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
    Tool.Http address = entries.find(http);
    return new Tool(
        entries.name(),
        entries.get(description),
        entries.get(parameters),
        address == null ? new Tool.JavaFunction(entries.get(java)) : address,
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

  /** A tool that does not say what it does is taken to write, but for a plain GET. */
  private Tool.Effect effect(Entries entries) {
    Tool.Effect said = entries.find(effect);
    Tool.Http address = entries.find(http);
    boolean reads = address != null && HttpForm.isSafe(address);
    return said != null ? said : reads ? Tool.Effect.READ : Tool.Effect.WRITE;
  }
}
