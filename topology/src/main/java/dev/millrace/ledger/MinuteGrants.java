// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.AccountLimits;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the home of a provider's account has granted of its minutes. Time goes in slices of a tenth
 * of a minute, and a grant may be used within its slice only. A minute, wherever it begins, touches
 * eleven slices at most; so what was granted in eleven in a row, and not given back, is never more
 * than a minute's.
 *
 * <p>A slice has an eleventh of the limit, shared out by what each partition wanted in the slice
 * before, and wants now: who wants little has that, the others have as much as each other. What a
 * partition gives back of earlier slices it may have again.
 *
 * @param startMs of the present slice, epoch milliseconds
 * @param earlier what was granted in the ten before, and not given back, by when they began
 * @param claims by partition
 */
public record MinuteGrants(
    long startMs, SortedMap<Long, Amounts> earlier, Map<Integer, MinuteClaim> claims) {
  public static final long SLICE_MS = 6_000;

  /** A clock that is further ahead of the home's is wrong. */
  static final long MOST_AHEAD_MS = 60_000;

  private static final int SLICES = 11;

  public MinuteGrants {
    earlier = Collections.unmodifiableSortedMap(new TreeMap<>(earlier));
    claims = Map.copyOf(claims);
  }

  /** Nothing was ever granted. */
  public static MinuteGrants none() {
    return new MinuteGrants(Long.MIN_VALUE, new TreeMap<>(), Map.of());
  }

  /** The slice that an instant is in. */
  public static long sliceAt(long atMs) {
    return Math.floorDiv(atMs, SLICE_MS) * SLICE_MS;
  }

  /**
   * What comes of a question.
   *
   * @param answer null if it gets none
   */
  public record Move(MinuteGrants next, @Nullable LeaseMessage answer) {}

  /**
   * A partition asks for more. What it asked before is not answered again.
   *
   * @param limits what all partitions may use together
   */
  public Move hears(LeaseMessage told, AccountLimits limits, long nowMs) {
    if (told.startMs() > nowMs + MOST_AHEAD_MS) {
      return new Move(this, null);
    }
    boolean isAhead = startMs > nowMs + MOST_AHEAD_MS; // The clock here was set back.
    return (told.startMs() > startMs || isAhead ? begin(told.startMs()) : this)
        .answers(told, limits);
  }

  /** Where the clock was set back, what is past is moved back with it, and counts as long. */
  private MinuteGrants begin(long nextMs) {
    long backMs = nextMs < startMs ? startMs + SLICE_MS - nextMs : 0;
    SortedMap<Long, Amounts> past = new TreeMap<>();
    earlier.forEach((sliceMs, amounts) -> past.put(sliceMs - backMs, amounts));
    past.put(startMs - backMs, granted());
    Map<Integer, MinuteClaim> next = new HashMap<>();
    claims.forEach((holder, claim) -> next.put(holder, claim.next()));
    next.values().removeIf(MinuteClaim::isOver);
    long firstMs = nextMs - (SLICES - 1) * SLICE_MS;
    return new MinuteGrants(nextMs, past.subMap(firstMs, nextMs), next);
  }

  private Amounts granted() {
    Amounts all = Amounts.NONE;
    for (MinuteClaim claim : claims.values()) {
      all = all.plus(claim.granted());
    }
    return all;
  }

  private Move answers(LeaseMessage told, AccountLimits limits) {
    Share asks = told.share();
    int holder = asks.holder();
    MinuteClaim known = claims.getOrDefault(holder, MinuteClaim.NONE);
    if (asks.number() <= known.number()) {
      return new Move(this, null);
    }
    SortedMap<Long, Amounts> past = new TreeMap<>(earlier);
    Amounts back = takeBack(past, told.unused());
    Map<Integer, MinuteClaim> all = new HashMap<>(claims);
    all.put(holder, known.asks(asks.number(), asks.wants(), back));
    MinuteGrants heard = new MinuteGrants(startMs, past, all);
    Amounts more = heard.grant(holder, asks, limits);
    all.compute(holder, (any, claim) -> claim.granted(more));
    return new Move(new MinuteGrants(startMs, past, all), answer(told, more));
  }

  private static Amounts takeBack(SortedMap<Long, Amounts> past, Map<Long, Amounts> unused) {
    Amounts back = Amounts.NONE;
    for (Map.Entry<Long, Amounts> each : unused.entrySet()) {
      Amounts had = past.getOrDefault(each.getKey(), Amounts.NONE);
      Amounts returned = had.atMost(each.getValue());
      if (!returned.equals(Amounts.NONE)) {
        past.put(each.getKey(), had.minus(returned));
        back = back.plus(returned);
      }
    }
    return back;
  }

  private LeaseMessage answer(LeaseMessage asked, Amounts more) {
    boolean isAll = !more.covers(asked.share().wants());
    LeaseMessage.Kind kind = isAll ? LeaseMessage.Kind.LAST : LeaseMessage.Kind.GRANT;
    return new LeaseMessage(asked.pot(), startMs, kind, asked.share().granted(more).served());
  }

  private Amounts grant(int holder, Share asks, AccountLimits limits) {
    return new Amounts(
        0,
        grant(holder, asks, limits.tokensPerMinute(), Amounts::tokens),
        0,
        0,
        grant(holder, asks, limits.requestsPerMinute(), Amounts::modelCalls),
        0);
  }

  /** A call that is larger than a slice leaves as soon as the minute has room for it. */
  private long grant(int holder, Share asks, @Nullable Long most, ToLongFunction<Amounts> of) {
    long wants = of.applyAsLong(asks.wants());
    if (most == null) {
      return wants;
    }
    long slice = (most + SLICES - 1) / SLICES;
    long room = Math.max(0, most - sum(of));
    long share = Math.min(room, slice - of.applyAsLong(granted()) + backs(of));
    long mayHave = Math.min(wants, Math.max(0, share - reserved(holder, slice, of)));
    long least = of.applyAsLong(asks.lacks());
    boolean isLarge = least > slice && least > mayHave;
    return isLarge && least <= room ? least : mayHave;
  }

  private long sum(ToLongFunction<Amounts> of) {
    long before = earlier.values().stream().mapToLong(of).sum();
    return before + of.applyAsLong(granted());
  }

  private long backs(ToLongFunction<Amounts> of) {
    return claims.values().stream().mapToLong(claim -> of.applyAsLong(claim.back())).sum();
  }

  /** What others may still come for, each as much as it is likely to want, up to its part. */
  private long reserved(int asker, long slice, ToLongFunction<Amounts> of) {
    long most = evenPart(slice, of);
    long all = 0;
    for (Map.Entry<Integer, MinuteClaim> each : claims.entrySet()) {
      MinuteClaim claim = each.getValue();
      if (each.getKey() != asker) {
        long part = Math.min(most, of.applyAsLong(claim.demand()));
        long has = of.applyAsLong(claim.granted());
        all += Math.max(0, part + of.applyAsLong(claim.back()) - has);
      }
    }
    return all;
  }

  /**
   * The most that each may have so that all is shared out: who wants less leaves more to others.
   */
  private long evenPart(long slice, ToLongFunction<Amounts> of) {
    long left = slice;
    int others = claims.size();
    long[] demands =
        claims.values().stream().map(MinuteClaim::demand).mapToLong(of).sorted().toArray();
    for (long demand : demands) {
      if (demand * others >= left) {
        return left / others;
      }
      left -= demand;
      others--;
    }
    return slice;
  }
}
