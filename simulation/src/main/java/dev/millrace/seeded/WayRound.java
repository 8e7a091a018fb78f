// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.topology.TopicNames;
import dev.millrace.virtual.Input;
import dev.millrace.virtual.Produced;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The topics by which records go that lay in the wrong partition: what is committed to one comes in
 * again after a while, in its order.
 */
final class WayRound {
  private final Map<String, InOrder> ways;
  private final Consumer<Input> arrivals;

  WayRound(Dice dice, Timeline timeline, TopicNames topics, Consumer<Input> arrivals) {
    this.ways =
        Map.of(
            topics.requestsByTenant(), new InOrder(dice.split(), timeline),
            topics.controlsByTenant(), new InOrder(dice.split(), timeline));
    this.arrivals = arrivals;
  }

  /** The application has written something. */
  void told(Produced record) {
    InOrder way = ways.get(record.topic());
    if (way != null) {
      Input again = new Input(record.topic(), record.key(), record.value(), record.timestampMs());
      way.send(0, 0, () -> arrivals.accept(again));
    }
  }
}
