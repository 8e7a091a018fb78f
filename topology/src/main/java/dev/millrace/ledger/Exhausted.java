// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pots of which no more is to be had, as their homes have told somebody who waits. Who waits for
 * several remembers all of them: one that forgot the first while it asks for the second would ask
 * for the first again, and so for ever.
 *
 * @param startsMs of the windows that this was told of, epoch milliseconds: the next one is full
 */
public record Exhausted(Map<Pot, Long> startsMs) {
  public static final Exhausted NONE = new Exhausted(Map.of());

  public Exhausted {
    startsMs = Map.copyOf(startsMs);
  }

  /** Of this pot, too, there is no more. */
  public Exhausted plus(Pot pot, long startMs) {
    Map<Pot, Long> more = new HashMap<>(startsMs);
    more.put(pot, startMs);
    return new Exhausted(more);
  }

  /** More of this pot was granted. */
  public Exhausted minus(Pot pot) {
    if (!startsMs.containsKey(pot)) {
      return this;
    }
    Map<Pot, Long> fewer = new HashMap<>(startsMs);
    fewer.remove(pot);
    return new Exhausted(fewer);
  }

  /** Whether one of these lacks is of what is not to be had. */
  public boolean isOneOf(List<Lack> lacks) {
    for (Lack lack : lacks) {
      Long startMs = startsMs.get(lack.pot());
      if (startMs != null && startMs == lack.startMs()) {
        return true;
      }
    }
    return false;
  }
}
