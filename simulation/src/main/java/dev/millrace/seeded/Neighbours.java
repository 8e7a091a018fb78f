// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.GroupBudget;
import dev.millrace.schemas.stored.BudgetRecord;
import dev.millrace.schemas.stored.StoredWindow;
import dev.millrace.state.LeaseCodec;
import dev.millrace.virtual.Input;
import dev.millrace.virtual.Produced;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The partitions beside the first, as far as they spend from the same budget. What the application
 * tells them is heard once it is committed; what is told takes a while, and comes in its order.
 */
final class Neighbours {
  private static final String GROUP = "all";
  private static final Pot POT = new Pot("group/" + GROUP, BudgetWindow.DAY);

  private final Dice dice;
  private final Timeline timeline;
  private final String topic;
  private final Consumer<Input> arrivals;
  private final Violations violations;
  private final Homes homes;
  private final GroupBudget group;
  private final Map<Integer, Neighbour> all = new LinkedHashMap<>();
  private final Map<String, Long> lastAtMs = new HashMap<>();

  Neighbours(
      Dice dice,
      Timeline timeline,
      Setting setting,
      String topic,
      Consumer<Input> arrivals,
      Violations violations) {
    this.dice = dice;
    this.timeline = timeline;
    this.topic = topic;
    this.arrivals = arrivals;
    this.violations = violations;
    this.homes = new Homes(setting.partitions());
    this.group = Objects.requireNonNull(setting.pipeline().budgets().groups().get(GROUP));
    for (int partition = 1; partition < setting.partitions(); partition++) {
      all.put(partition, neighbour(partition, setting.partitions()));
    }
  }

  private Neighbour neighbour(int here, int partitions) {
    return new Neighbour(
        here,
        partitions,
        POT,
        group.limits(),
        new Homed(),
        timeline::wallMs,
        (message, to) -> send(here, message, to));
  }

  private final class Homed implements Leases.Pots {
    @Override
    public int home(Pot pot) {
      return homes.of(pot.key());
    }

    @Override
    public @Nullable BudgetLimits limits(Pot pot, long startMs) {
      return group.limits().in(pot.window());
    }
  }

  /** Plans what they do by themselves. */
  void plan() {
    for (Neighbour each : all.values()) {
      for (int calls = dice.below(20); calls > 0; calls--) {
        Amounts worst =
            new Amounts(dice.between(0, 20) * 1_000_000, 0, 0, 0, 0, dice.between(0, 1));
        timeline.after(dice.between(0, 60_000), () -> each.call(worst));
        timeline.after(dice.between(0, 120_000), () -> each.end(dice.oneIn(3)));
      }
    }
  }

  /** The application has told somebody something. */
  void told(Produced record) {
    byte[] value = record.value();
    if (record.topic().equals(topic) && value != null) {
      LeaseMessage message = LeaseCodec.messages().deserializer().deserialize(topic, value);
      int to = message.isForHome() ? homes.of(message.pot().key()) : message.share().holder();
      send(0, message, to);
    }
  }

  private void send(int from, LeaseMessage message, int to) {
    String way = from + " " + to;
    long atMs = timeline.passedMs() + dice.skewed(1, 2_000);
    long inOrderMs = Math.max(atMs, lastAtMs.getOrDefault(way, 0L));
    lastAtMs.put(way, inOrderMs);
    timeline.after(inOrderMs - timeline.passedMs(), () -> deliver(message, to));
  }

  private void deliver(LeaseMessage message, int to) {
    Neighbour neighbour = all.get(to);
    if (neighbour != null) {
      neighbour.hear(message);
    } else {
      byte[] value = LeaseCodec.messages().serializer().serialize(topic, message);
      arrivals.accept(new Input(topic, new byte[0], value, timeline.wallMs()));
    }
  }

  /** All of them together spend and hold no more than the group may. */
  void check(Stored stored) {
    BudgetRecord own = stored.budgets.get(POT.key());
    BudgetLimits most = group.limits().in(POT.window());
    if (own == null || most == null) {
      return;
    }
    for (StoredWindow window : own.getWindows()) {
      if (window.getWindow().equals(POT.window().name().toLowerCase(Locale.ROOT))) {
        Sum taken = new Sum().add(window.getSpent()).add(window.getReserved());
        all.values().forEach(each -> taken.add(each.used(window.getStartMs())));
        violations.check(
            taken.isWithin(most),
            "no budget is exceeded, in however many partitions",
            POT.key() + " has " + taken + " of " + most);
      }
    }
  }
}
