// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A run of which calls do not fit a budget, and which waits for permission to go on. Nothing is
 * held for those; what else is under way lands meanwhile.
 *
 * @param main what it is on; to that the calls that wait are under way
 * @param refused calls that did not fit, and have not left
 * @param ending how it ends if nobody lets it go on
 * @param sinceMs when it began to wait, epoch milliseconds
 * @param untilMs when it ends
 */
public record Waiting(Work main, List<CallSpec> refused, Ending ending, long sinceMs, long untilMs)
    implements Work {

  public Waiting {
    refused = List.copyOf(refused);
  }

  static Waiting of(Work main, RunEvent.Refused first, Duration patience, long atMs) {
    Ending ending = Ending.of(first.failure());
    return new Waiting(main, List.of(first.call()), ending, atMs, atMs + patience.toMillis());
  }

  Waiting with(CallSpec another) {
    List<CallSpec> all = new ArrayList<>(refused);
    all.add(another);
    return new Waiting(main, all, ending, sinceMs, untilMs);
  }

  @Override
  public Move begin(RunId run, int step, long atMs) {
    return Move.to(this);
  }

  @Override
  public Move ended(CallId call, CallResult result, int nextStep, long atMs) {
    return after(main.ended(call, result, nextStep, atMs));
  }

  @Override
  public Move timeCame(RunId run, int nextStep, long atMs) {
    return after(main.timeCame(run, nextStep, atMs));
  }

  /** Others may have made it needless to wait. */
  private Move after(Move move) {
    Set<CallId> needed = move.next().flying();
    List<CallSpec> left = refused.stream().filter(spec -> needed.contains(spec.id())).toList();
    return move.ending() != null || left.isEmpty()
        ? move
        : new Move(
            new Waiting(move.next(), left, ending, sinceMs, untilMs), move.cancelled(), null);
  }

  /** What it does with permission. */
  Move goOn(int nextStep, long atMs) {
    return main.again(refused, nextStep, atMs);
  }

  /** Nobody answered in time. */
  Move inVain() {
    return Move.end(main, ending);
  }

  Move denied(String why) {
    return Move.end(main, ending.because(why));
  }

  boolean waitsFor(CallId call) {
    return refused.stream().anyMatch(spec -> spec.id().equals(call));
  }

  @Override
  public Set<CallId> flying() {
    Set<CallId> flying = new LinkedHashSet<>(main.flying());
    refused.forEach(spec -> flying.remove(spec.id()));
    return flying;
  }

  @Override
  public List<CallSpec> wanted() {
    return main.wanted();
  }

  @Override
  public Waiting launched(long atMs) {
    return new Waiting(main.launched(atMs), refused, ending, sinceMs, untilMs);
  }

  @Override
  public long wakeAtMs() {
    return main.wakeAtMs();
  }
}
