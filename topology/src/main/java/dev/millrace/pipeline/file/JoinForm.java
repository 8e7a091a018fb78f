// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;

import dev.millrace.pipeline.Plan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code join}: a word, or one key with its number. */
final class JoinForm extends Form<Plan.Join> {
  private final Key<Integer> quorum = optional("quorum", Numbers.whole(1, 64));
  private final Key<Duration> until =
      optional("until", Quantities.duration(ofMillis(1), ofDays(1)));

  @Override
  public Plan.@Nullable Join read(At at) {
    if (!(at.node() instanceof Yaml.Text text)) {
      return super.read(at);
    }
    return switch (text.raw()) {
      case "all" -> new Plan.All();
      case "first_sufficient" -> new Plan.FirstSufficient();
      default -> {
        at.isNot("a join", such());
        yield null;
      }
    };
  }

  @Override
  void check(Entries entries) {
    if (entries.has(quorum) == entries.has(until)) {
      entries.at().mistake("a join has either quorum or until", "write " + such());
    }
  }

  @Override
  Plan.Join build(Entries entries) {
    Integer count = entries.find(quorum);
    return count == null ? new Plan.Until(entries.get(until)) : new Plan.Quorum(count);
  }

  @Override
  public String such() {
    return "all, first_sufficient, {quorum: 2} or {until: 800ms}";
  }
}
