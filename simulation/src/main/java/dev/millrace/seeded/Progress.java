// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The promises that everything goes on: a run ends by its deadline, a promised call leaves when it
 * is due and there is a place for it, which its provider bears and its account allows, one that its
 * client forgot is given up.
 */
final class Progress {
  /** What a commit and a poll may take together. */
  private static final long SLACK_MS = 2_500;

  private final int places;
  private final World world;
  private final Accounts accounts;
  private final Violations violations;

  /** At the last look. What was promised since leaves in the next turn, whatever the clock says. */
  private Set<String> overdue = Set.of();

  /**
   * @param places as few calls as this may be under way before others have to wait
   */
  Progress(int places, World world, Accounts accounts, Violations violations) {
    this.places = places;
    this.world = world;
    this.accounts = accounts;
    this.violations = violations;
  }

  /**
   * Looks at what is durable, right after the application had its turn.
   *
   * @param nowMs what its clock shows, epoch milliseconds
   */
  void check(Stored stored, long nowMs) {
    for (Map.Entry<String, RunRecord> run : stored.runs.entrySet()) {
      violations.check(
          nowMs <= endsByMs(run.getValue()) + SLACK_MS, "a run ends by its deadline", run.getKey());
    }
    boolean hasPlace = world.taken() < places;
    Set<String> nowOverdue = new HashSet<>();
    for (Map.Entry<String, PendingCallRecord> call : stored.pendingCalls.entrySet()) {
      String id = id(call.getKey());
      boolean due = call.getValue().getDueAtMs() + SLACK_MS < nowMs;
      boolean mayWait = accounts.mayWait(call.getValue().getTarget(), SLACK_MS, world.open());
      if (due
          && hasPlace
          && !mayWait
          && !stored.waitsForItsLock(call.getValue())
          && !waitsForAGrant(call.getValue())
          && !world.flies(id)) {
        violations.check(!overdue.contains(id), "a promised call leaves when it is due", id);
        nowOverdue.add(id);
      }
    }
    overdue = nowOverdue;
    violations.check(!world.forgot(), "a forgotten call is given up", "one was not");
  }

  /** While a run waits for permission its deadline stands still. */
  private static long endsByMs(RunRecord run) {
    return run.getWaiting() == null ? run.getDeadlineAtMs() : run.getWaiting().getUntilMs();
  }

  /** Of a call that is to be made again, and is reserved for anew, nothing may be held here yet. */
  private static boolean waitsForAGrant(PendingCallRecord call) {
    return call.getHold().getPlaces() == 0;
  }

  /** As {@code CallId} writes it: run, step and index. */
  private static String id(String key) {
    ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.ISO_8859_1));
    bytes.position(bytes.limit() - 2 * Short.BYTES);
    int step = Short.toUnsignedInt(bytes.getShort());
    int index = Short.toUnsignedInt(bytes.getShort());
    return Stored.runOf(key) + "/" + step + "/" + index;
  }
}
