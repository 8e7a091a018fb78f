// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the home of a pot has granted of a window: never more in all than the limit. Who asks for
 * more than is left has it as soon as others have returned what they do not use; only if that is
 * not enough there is no more.
 *
 * @param startMs of the window, epoch milliseconds
 * @param counter numbers turns and calls to return, in the order in which they came about
 * @param shares by holder
 */
public record Grants(long startMs, long counter, Map<Integer, Share> shares) {

  public Grants {
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
  }

  public static Grants begins(long startMs) {
    return new Grants(startMs, 0, Map.of());
  }

  /** What comes of something that the home was told. */
  public record Move(Grants next, List<LeaseMessage> messages) {}

  /**
   * A holder has told how it stands. What was told before, or is older, changes nothing.
   *
   * @param limits of the whole pot
   * @param partitions how many may want a part
   */
  public Move hears(Pot pot, Share told, BudgetLimits limits, int partitions) {
    Talk talk = new Talk(pot, limits, partitions);
    Share known = talk.share(told.holder());
    if (told.number() <= known.number()) {
      return new Move(this, List.of());
    }
    talk.put(heard(known, told, talk));
    talk.answerAll();
    return talk.end();
  }

  private static Share heard(Share known, Share told, Talk talk) {
    long turn = !told.waits() ? 0 : known.waits() ? known.turn() : talk.next();
    return new Share(
        told.holder(),
        told.number(),
        known.granted(),
        told.returned(),
        told.spent(),
        told.lacks(),
        told.wants(),
        turn,
        known.recalled(),
        told.heeded());
  }

  /** The limits were changed: if more is granted than they are now, what is not used comes back. */
  public Move limited(Pot pot, BudgetLimits limits, int partitions) {
    Talk talk = new Talk(pot, limits, partitions);
    if (talk.isOver()) {
      List.copyOf(talk.all.values()).stream().filter(talk::mayReturn).forEach(talk::recall);
    }
    talk.answerAll();
    return talk.end();
  }

  /** The grants while something is being said about them. */
  private final class Talk {
    private final Pot pot;
    private final BudgetLimits limits;
    private final int partitions;
    private final SortedMap<Integer, Share> all = new TreeMap<>(shares);
    private final List<LeaseMessage> messages = new ArrayList<>();
    private long count = counter;

    Talk(Pot pot, BudgetLimits limits, int partitions) {
      this.pot = pot;
      this.limits = limits;
      this.partitions = partitions;
    }

    long next() {
      return ++count;
    }

    Share share(int holder) {
      return all.getOrDefault(holder, Share.none(holder));
    }

    void put(Share share) {
      all.put(share.holder(), share);
    }

    Move end() {
      return new Move(new Grants(startMs, count, all), List.copyOf(messages));
    }

    /** Those who wait have their answers in turn; each waits for what others may still return. */
    void answerAll() {
      for (Share first = first(); first != null; first = first()) {
        Amounts left = left();
        if (left.covers(first.lacks())) {
          grant(first, portion(first, left), LeaseMessage.Kind.GRANT);
        } else if (awaitsReturns(first, left)) {
          return;
        } else {
          grant(first, left.atMost(first.wants()), LeaseMessage.Kind.LAST);
        }
      }
    }

    private @Nullable Share first() {
      Share first = null;
      for (Share share : all.values()) {
        if (share.waits() && (first == null || share.turn() < first.turn())) {
          first = share;
        }
      }
      return first;
    }

    /** Where there is no limit there is always enough. */
    private Amounts left() {
      return Amounts.of(
          limit -> {
            Long most = limit.in(limits);
            return most == null ? Long.MAX_VALUE : Math.max(0, most - taken(limit));
          });
    }

    private long taken(Limit limit) {
      long taken = 0;
      for (Share share : all.values()) {
        taken = Math.addExact(taken, limit.of(share.taken()));
      }
      return taken;
    }

    boolean isOver() {
      for (Limit limit : Limit.values()) {
        Long most = limit.in(limits);
        if (most != null && taken(limit) > most) {
          return true;
        }
      }
      return false;
    }

    /**
     * What those who wait there could use; and, while much is left, something for those who come
     * next. The less is left, the smaller that is: what lies elsewhere has to be fetched back.
     */
    private Amounts portion(Share asks, Amounts left) {
      return Amounts.of(
          limit -> {
            long some = limit.in(limits) == null ? 0 : limit.of(left) / (2L * partitions);
            return Math.min(limit.of(left), Math.max(limit.of(asks.wants()), some));
          });
    }

    private void grant(Share to, Amounts more, LeaseMessage.Kind kind) {
      Share granted = to.granted(to.granted().plus(more)).served();
      put(granted);
      say(kind, granted);
    }

    /** Asks whoever has something left of what is short, once for each turn. */
    private boolean awaitsReturns(Share first, Amounts left) {
      Amounts shortBy = first.lacks().beyond(left);
      boolean awaits = false;
      for (Share other : List.copyOf(all.values())) {
        if (other.holder() == first.holder()) {
          continue;
        }
        if (other.recalled() <= other.heeded()
            && other.recalled() < first.turn()
            && mayReturn(other, limit -> limit.of(shortBy) > 0)) {
          recall(other);
        }
        awaits |= share(other.holder()).recalled() > other.heeded();
      }
      return awaits;
    }

    boolean mayReturn(Share share) {
      return mayReturn(share, limit -> true);
    }

    private boolean mayReturn(Share share, Predicate<Limit> of) {
      Amounts notSpent = share.allotment().beyond(share.spent());
      for (Limit limit : Limit.values()) {
        if (of.test(limit) && limit.of(notSpent) > 0) {
          return true;
        }
      }
      return false;
    }

    void recall(Share share) {
      Share recalled = share.recalled(next());
      put(recalled);
      say(LeaseMessage.Kind.RECALL, recalled);
    }

    private void say(LeaseMessage.Kind kind, Share share) {
      messages.add(new LeaseMessage(pot, startMs, kind, share));
    }
  }
}
