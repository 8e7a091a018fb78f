// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.CachePolicy;
import java.time.Duration;

/** {@code cache}, of a tool or a route. */
final class CacheForm extends Form<CachePolicy> {
  private final Key<Duration> ttl = required("ttl", Quantities.duration(ofSeconds(1), ofDays(365)));
  private final Key<CachePolicy.Scope> scope =
      key("scope", Texts.oneOf(CachePolicy.Scope.class), CachePolicy.Scope.USER);

  @Override
  CachePolicy build(Entries entries) {
    return new CachePolicy(entries.get(ttl), entries.get(scope));
  }
}
