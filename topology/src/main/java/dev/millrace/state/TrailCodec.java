// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.run.Trail;
import dev.millrace.schemas.stored.StoredRepeat;
import dev.millrace.schemas.stored.StoredTrail;
import org.jspecify.annotations.Nullable;

/** What an agent has asked for and been told, as stored. */
final class TrailCodec {
  private TrailCodec() {}

  static @Nullable StoredTrail store(Trail trail) {
    return trail.equals(Trail.NONE)
        ? null
        : new StoredTrail(
            trail.asking(),
            trail.repeats().stream().map(TrailCodec::store).toList(),
            trail.told(),
            trail.news(),
            trail.stale());
  }

  private static StoredRepeat store(Trail.Repeat repeat) {
    return new StoredRepeat(repeat.call(), repeat.result(), repeat.times());
  }

  static Trail read(@Nullable StoredTrail stored) {
    return stored == null
        ? Trail.NONE
        : new Trail(
            stored.getAsking(),
            stored.getRepeats().stream().map(TrailCodec::read).toList(),
            stored.getTold(),
            stored.getNews(),
            stored.getStale());
  }

  private static Trail.Repeat read(StoredRepeat stored) {
    return new Trail.Repeat(stored.getCall(), stored.getResult(), stored.getTimes());
  }
}
