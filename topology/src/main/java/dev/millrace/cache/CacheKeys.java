// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.cache;

import dev.millrace.call.CanonicalJson;
import dev.millrace.pipeline.CachePolicy.Scope;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.RunFacts;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Keys of the result cache and the tool cache. Into each go the tenant, the user where the scope is
 * the user, the permissions, the versions of what makes the value, and the question in one
 * canonical form.
 */
public final class CacheKeys {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Of what a call tells of itself, its id and its tenant tell nothing of the user. */
  private static final Pattern NAMES_THE_USER =
      Pattern.compile("\\{\\{[^}]*\\bcall\\b(?!\\.(id|tenant)\\b)");

  private final String pipeline;
  private final String version;

  public CacheKeys(Pipeline pipeline) {
    this.pipeline = pipeline.name();
    this.version = pipeline.version();
  }

  /** The whole answer to what was asked; empty if nobody is there whom it could be kept for. */
  public Optional<CacheKey> result(Scope scope, RunFacts facts, Inquiry inquiry) {
    if (isNobodys(scope, facts)) {
      return Optional.empty();
    }
    KeyDigest digest = visibleTo(scope, "result", facts).add(inquiry.routeHint());
    digest.add(inquiry.turns().size());
    for (Inquiry.Turn turn : inquiry.turns()) {
      digest.add(turn.role().name()).add(canonical(turn.text()));
    }
    return Optional.of(digest.addAll(inquiry.attributes()).toKey());
  }

  /**
   * What a tool returned for these arguments. Where its templates name the user, no other user is
   * served it, whatever the scope. Empty if nobody is there whom it could be kept for.
   */
  public Optional<CacheKey> tool(Scope scope, RunFacts facts, Tool tool, String argumentsJson) {
    String source = text(tool.source());
    Scope visible = NAMES_THE_USER.matcher(source).find() ? Scope.USER : scope;
    if (isNobodys(visible, facts)) {
      return Optional.empty();
    }
    return Optional.of(
        visibleTo(visible, "tool", facts)
            .add(tool.name())
            .add(source)
            .addAll(tool.pick())
            .add(CanonicalJson.of(argumentsJson))
            .toKey());
  }

  /** Requests that name no user are not all of the same user. */
  private static boolean isNobodys(Scope scope, RunFacts facts) {
    return scope == Scope.USER && facts.user().isBlank();
  }

  /** All of it: the text that a source has for logs leaves out what may be secret. */
  private static String text(Tool.Source source) {
    return source instanceof Tool.Http http
        ? List.of(http.method(), http.url(), http.query(), http.headers()) + " " + http.body()
        : source.toString();
  }

  private KeyDigest visibleTo(Scope scope, String cache, RunFacts facts) {
    return new KeyDigest()
        .add(cache)
        .add(pipeline)
        .add(version)
        .add(scope.name())
        .add(facts.tenant())
        .add(scope == Scope.USER ? facts.user() : "")
        .addAll(new TreeSet<>(facts.permissions()));
  }

  /** Texts that no reader could tell apart are one. */
  private static String canonical(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return BLANKS.matcher(composed).replaceAll(" ").strip();
  }
}
