// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A part of a topic: by time, or by offsets of each partition. */
public sealed interface TopicRange {

  Start start();

  boolean contains(int partition, long offset, long timestampMs);

  default boolean contains(ConsumerRecord<?, ?> record) {
    return contains(record.partition(), record.offset(), record.timestamp());
  }

  /** From a time on, and before another; epoch milliseconds. */
  record Times(long fromMs, long toMs) implements TopicRange {
    public Times {
      if (fromMs >= toMs) {
        throw new IllegalArgumentException("the range ends before it begins");
      }
    }

    @Override
    public Start start() {
      return fromMs <= 0 ? Start.beginning() : Start.atTime(fromMs);
    }

    @Override
    public boolean contains(int partition, long offset, long timestampMs) {
      return timestampMs >= fromMs && timestampMs < toMs;
    }
  }

  /** From an offset on, and up to and with another. */
  record Span(long first, long last) {
    public Span {
      if (first < 0 || first > last) {
        throw new IllegalArgumentException("not a range of offsets: %d-%d".formatted(first, last));
      }
    }
  }

  /** Partitions that are not named are left out. */
  record Offsets(Map<Integer, Span> byPartition) implements TopicRange {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})?");

    public Offsets {
      byPartition = Map.copyOf(byPartition);
    }

    /**
     * Of {@code 0:10-20,1:5-}: offsets 10 to 20 of partition 0, all from 5 of partition 1.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Offsets parse(String text) {
      Map<Integer, Span> spans = new HashMap<>();
      for (String part : text.split(",", -1)) {
        Matcher matcher = PART.matcher(part.strip());
        if (!matcher.matches()) {
          throw new IllegalArgumentException(
              "not PARTITION:FIRST-LAST or PARTITION:FIRST-, such as 0:10-20: " + part);
        }
        String last = matcher.group(3);
        Span span =
            new Span(
                Long.parseLong(matcher.group(2)),
                last == null ? Long.MAX_VALUE : Long.parseLong(last));
        if (spans.put(Integer.parseInt(matcher.group(1)), span) != null) {
          throw new IllegalArgumentException("a partition is named twice: " + part);
        }
      }
      return new Offsets(spans);
    }

    @Override
    public Start start() {
      Map<Integer, Long> firsts = new HashMap<>();
      byPartition.forEach((partition, span) -> firsts.put(partition, span.first()));
      return Start.atOffsets(firsts);
    }

    @Override
    public boolean contains(int partition, long offset, long timestampMs) {
      Span span = byPartition.get(partition);
      return span != null && offset >= span.first() && offset <= span.last();
    }
  }
}
