// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.bench.ChaosPlan.Act;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of rounds, added up. */
final class ChaosSum {
  private final List<String> broken = new ArrayList<>();
  private final Map<String, Integer> endings = new TreeMap<>();
  private int rounds;
  private long kills;
  private long pauses;
  private long brokerRestarts;
  private long requests;
  private long costEvents;
  private long lost;
  private long doubled;
  private long paidTwice;
  private long overspentNanos;
  private long violations;

  void add(ChaosPlan plan, ChaosVerdict verdict) {
    rounds++;
    kills += plan.count(Act.KILL);
    pauses += plan.count(Act.PAUSE, Act.EXPEL);
    brokerRestarts += plan.count(Act.BROKER_STOP);
    requests += verdict.requests();
    costEvents += verdict.costEvents();
    lost += verdict.lost();
    doubled += verdict.doubled();
    paidTwice += verdict.paidTwice();
    overspentNanos += verdict.overspentNanos();
    violations += verdict.violations().size();
    verdict.endings().forEach((ending, count) -> endings.merge(ending, count, Integer::sum));
    if (!verdict.violations().isEmpty()) {
      broken.add(plan.command());
      verdict.violations().forEach(each -> broken.add("  " + each));
    }
  }

  /** What was broken, and how to play it again; empty if nothing was. */
  String report() {
    return String.join("\n", broken);
  }

  Figures figures() {
    Figures ended = Figures.none();
    for (Map.Entry<String, Integer> ending : endings.entrySet()) {
      ended = ended.with(ending.getKey(), ending.getValue());
    }
    return Figures.none()
        .with("rounds", rounds)
        .with("kills", kills)
        .with("pauses", pauses)
        .with("broker_restarts", brokerRestarts)
        .with("requests", requests)
        .with("cost_events", costEvents)
        .with("lost", lost)
        .with("doubled", doubled)
        .with("paid_twice", paidTwice)
        .with("overspent_nanos", overspentNanos)
        .with("violations", violations)
        .with("ended", ended);
  }
}
