// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.millrace.pipeline.Caches;
import java.time.Duration;

/** {@code caches}. */
final class CachesForm extends Form<Caches> {
  static final Caches USUAL = new Caches(ofHours(24), ofHours(24));

  private final Key<Duration> retention =
      key("retention", Quantities.duration(ofMinutes(1), ofDays(365)), USUAL.retention());
  private final Key<Duration> dedupe =
      key("dedupe", Quantities.duration(ofMinutes(1), ofDays(365)), USUAL.dedupe());

  @Override
  Caches build(Entries entries) {
    return new Caches(entries.get(retention), entries.get(dedupe));
  }
}
