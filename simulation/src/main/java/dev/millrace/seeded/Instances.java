// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import static java.util.Objects.requireNonNull;

import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Provider;
import java.util.HashMap;
import java.util.Map;

/**
 * The instances that have the other partitions, as far as they use the same providers' accounts:
 * homes of some, and with calls of their own. They never die.
 */
final class Instances {
  private static final String KEY = "provider/";
  private static final long SPAN_MS = 120_000;

  /** Larger than a slice of the smallest minutes, and all of it would be used. */
  private static final long LARGE_CALL = 400;

  private final Dice dice;
  private final Timeline timeline;
  private final Setting setting;
  private final Post post;
  private final Accounts accounts;
  private final Map<Pot, MinuteGrants> granted = new HashMap<>();
  private final Map<String, Map<Long, Amounts>> unused = new HashMap<>();
  private long questions;

  Instances(Dice dice, Timeline timeline, Setting setting, Post post, Accounts accounts) {
    this.dice = dice;
    this.timeline = timeline;
    this.setting = setting;
    this.post = post;
    this.accounts = accounts;
  }

  static boolean isAbout(LeaseMessage message) {
    return message.pot().key().startsWith(KEY);
  }

  /** Plans what they do by themselves. */
  void plan() {
    for (Provider provider : setting.pipeline().providers().values()) {
      Pot pot = new Pot(KEY + provider.name(), BudgetWindow.MINUTE);
      for (int here = 1; provider.limits().shared() && here < setting.partitions(); here++) {
        int partition = here;
        for (int times = dice.below(80); times > 0; times--) {
          timeline.after(dice.between(0, SPAN_MS), () -> ask(pot, partition));
        }
      }
    }
  }

  private void ask(Pot pot, int here) {
    Amounts first = amounts(1, dice.oneIn(2) ? 1 : dice.between(1, LARGE_CALL));
    Amounts wants = amounts(dice.between(1, 9), dice.between(1, 900)).atLeast(first);
    Share asks = Share.asks(here, ++questions, first, wants);
    Map<Long, Amounts> back = unused.remove(here + pot.key());
    long sliceMs = MinuteGrants.sliceAt(timeline.wallMs());
    LeaseMessage.Kind tell = LeaseMessage.Kind.TELL;
    post.send(here, new LeaseMessage(pot, sliceMs, tell, asks, back == null ? Map.of() : back));
  }

  private static Amounts amounts(long requests, long tokens) {
    return new Amounts(0, tokens, 0, 0, requests, 0);
  }

  /** One of them is told something. */
  void hear(LeaseMessage message, int here) {
    if (message.isForHome()) {
      grant(message, here);
    } else {
      use(message, here);
    }
  }

  private void grant(LeaseMessage asked, int here) {
    AccountLimits limits = provider(asked.pot()).limits();
    MinuteGrants before = granted.getOrDefault(asked.pot(), MinuteGrants.none());
    MinuteGrants.Move move = before.hears(asked, limits, timeline.wallMs());
    granted.put(asked.pot(), move.next());
    if (move.answer() != null) {
      post.send(here, move.answer());
    }
  }

  /** At once, or not at all: all of it, or a part. */
  private void use(LeaseMessage message, int here) {
    Amounts all = message.share().granted();
    boolean isOver = timeline.wallMs() >= message.startMs() + MinuteGrants.SLICE_MS;
    long requests = isOver ? 0 : dice.between(0, all.modelCalls());
    long tokens = isOver ? 0 : dice.oneIn(2) ? all.tokens() : dice.between(0, all.tokens());
    accounts.used(provider(message.pot()), requests, tokens);
    Amounts back = all.minus(amounts(requests, tokens));
    unused
        .computeIfAbsent(here + message.pot().key(), any -> new HashMap<>())
        .merge(message.startMs(), back, Amounts::plus);
  }

  private Provider provider(Pot pot) {
    String name = pot.key().substring(KEY.length());
    return requireNonNull(setting.pipeline().providers().get(name));
  }
}
