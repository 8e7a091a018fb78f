// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.call;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long one attempt took, as its client saw it.
 *
 * @param total from handing the attempt over to its last byte
 * @param timeToFirstToken of a streamed answer; null where nothing was streamed
 * @param timePerToken of a streamed answer, for each token of output after the first; null where
 *     that cannot be told
 * @param parts what the total is the sum of; without those that it did not come to, such as
 *     connecting where there was a connection; empty of attempts that do not go over HTTP
 */
public record Timing(
    Duration total,
    @Nullable Duration timeToFirstToken,
    @Nullable Duration timePerToken,
    Map<TimePart, Duration> parts) {
  public static final Timing NONE = new Timing(Duration.ZERO, null);

  public Timing {
    parts = parts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** Of an attempt that has no parts. */
  public Timing(Duration total, @Nullable Duration timeToFirstToken) {
    this(total, timeToFirstToken, null, Map.of());
  }

  /** The same, of a stream whose first token came then; null if none came. */
  public Timing withFirstToken(@Nullable Duration after) {
    return new Timing(total, after, null, parts);
  }

  /**
   * The same, of a stream that was read to its end. What a model thought, most providers count and
   * keep to themselves: nobody knows then what came after the first token.
   */
  public Timing withTokens(Usage usage) {
    if (timeToFirstToken == null || usage.outputTokens() < 2 || usage.reasoningOutputTokens() > 0) {
      return this;
    }
    Duration after = total.minus(timeToFirstToken);
    return new Timing(total, timeToFirstToken, after.dividedBy(usage.outputTokens() - 1), parts);
  }
}
