// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.WorkloadClasses;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a run from its first moment to its last. Times are epoch milliseconds.
 *
 * @param receivedAtMs the request record's own time
 * @param startedAtMs when it was admitted
 * @param deadlineAtMs when it ends, whatever it has by then
 * @param asked the limits that the request itself set; the route's and the file's come on top
 * @param recordKey the request record's key, for all that is published about it
 * @param workloadClass see {@link WorkloadClasses}
 * @param traceParent W3C trace context of the request; empty if it had none
 * @param pipelineVersion of the file it started under
 * @param definition identity of that file's text, to which the run keeps; empty if it had none
 */
public record RunFacts(
    RunId id,
    String requestId,
    String tenant,
    String user,
    List<String> permissions,
    RecordKey recordKey,
    String workloadClass,
    long receivedAtMs,
    long startedAtMs,
    long deadlineAtMs,
    RunLimits asked,
    CacheUse cache,
    String traceParent,
    String pipelineVersion,
    String definition) {

  public RunFacts {
    permissions = List.copyOf(permissions);
  }

  /** Whether it yields to others. */
  public boolean background() {
    return workloadClass.equals(WorkloadClasses.BACKGROUND);
  }

  /** A timeout, or less: what is left until the end. */
  public Duration withinDeadline(Duration timeout, long nowMs) {
    long leftMs = Math.max(1, deadlineAtMs - nowMs);
    return timeout.toMillis() <= leftMs ? timeout : Duration.ofMillis(leftMs);
  }

  /** With an earlier end, if a run that may take so long has one. */
  public RunFacts taking(@Nullable Duration atMost) {
    return atMost == null ? this : endingBy(startedAtMs + atMost.toMillis());
  }

  /** With an earlier end, if this is one. */
  public RunFacts endingBy(long atMs) {
    return atMs >= deadlineAtMs ? this : endingAt(atMs);
  }

  /** With a later end: its time stood still for so long. */
  RunFacts endingLater(long ms) {
    return endingAt(deadlineAtMs + ms);
  }

  private RunFacts endingAt(long atMs) {
    return new RunFacts(
        id,
        requestId,
        tenant,
        user,
        permissions,
        recordKey,
        workloadClass,
        receivedAtMs,
        startedAtMs,
        atMs,
        asked,
        cache,
        traceParent,
        pipelineVersion,
        definition);
  }

  /**
   * What the request allows the caches.
   *
   * @param read whether an answer may come from one
   * @param write whether what it makes may serve others
   * @param maxAgeMs how old an answer may be; null for whatever the cache allows
   */
  public record CacheUse(boolean read, boolean write, @Nullable Long maxAgeMs) {
    public static final CacheUse ALL = new CacheUse(true, true, null);
  }
}
