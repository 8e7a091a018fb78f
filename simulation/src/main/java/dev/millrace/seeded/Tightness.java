// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.run.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much room a world leaves: limits that mostly are wide, and sometimes pinch. One that leans
 * towards something has room for it every other time, but for the limits that this is about.
 */
record Tightness(Dice dice, Room room) {
  /** A budget that one call of a tool takes whole, so that nothing at all is left. */
  private static final String ONE_ORDER = "0.001";

  /** The same for what the route detour may at most take of a model. */
  private static final String ONE_SHORT_CALL = "29";

  private static final int OFTEN = 4;

  /**
   * There are many windows of budgets: if each pinched as often as the rest, no world were wide.
   */
  private static final int SELDOM = 16;

  /** Whether limits pinch. */
  enum Room {
    NONE,
    USUAL,
    WIDE
  }

  /** A number for each variable of the world's pipeline file. */
  static Map<String, String> numbers(Dice dice) {
    if (dice.leaning().isNone()) {
      return new Tightness(dice, Room.USUAL).draw();
    }
    Map<String, String> numbers =
        new Tightness(dice, dice.oneIn(2) ? Room.WIDE : Room.USUAL).draw();
    Map<String, String> tight = new Tightness(dice, Room.NONE).draw();
    tight.keySet().removeIf(each -> !dice.leaning().pinches(each) || dice.oneIn(2));
    numbers.putAll(tight);
    return numbers;
  }

  private Map<String, String> draw() {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("PLACES", number(1, 4, 100));
    numbers.put("IN_FLIGHT", number(2, 12, 1_000));
    numbers.put("ATTEMPTS", Long.toString(dice.between(1, 4)));
    numbers.put("STEPS", Long.toString(dice.between(leastSteps(), 5)));
    numbers.put("CLERK_STEPS", Long.toString(dice.pick(List.of(1L, 1L, 2L, 3L))));
    numbers.put("OPTIONAL", Boolean.toString(dice.oneIn(2)));
    numbers.put("ASK_MONEY", money(1, 20));
    numbers.put("RUN_MONEY", money(2, 60));
    numbers.put("RUN_TOKENS", number(100, 2_000, 1_000_000));
    numbers.put("RUN_MODEL_CALLS", number(0, 3, 100));
    numbers.put("RUN_STEPS", number(0, 5, 1_000));
    numbers.put("RUN_RETRIES", number(0, 2, 1_000));
    numbers.put("RUN_TIME", happens(OFTEN) ? dice.between(1, 20) + "s" : "1h");
    numbers.put("CLASS_MONEY", money(SELDOM, 2, 50));
    numbers.put("RUN_TOOL_CALLS", happens(3) ? "1" : number(0, 4, 1_000));
    numbers.put("DAY_MONEY", happens(8) ? ONE_ORDER : money(5, 200));
    numbers.put("DAY_TOKENS", happens(6) ? ONE_SHORT_CALL : number(500, 10_000, 10_000_000));
    numbers.put("DAY_MODEL_CALLS", happens(6) ? "2" : number(1, 20, 100_000));
    numbers.put("DAY_TOOL_CALLS", number(1, 20, 100_000));
    numbers.put("DEDUPE", dice.pick(List.of("1m", "10m", "24h")));
    numbers.put("FORMAT", dice.pick(List.of("avro", "json")));
    numbers.put("A_MINUTE", number(3, 60, 1_000_000_000));
    numbers.put("TOKENS_A_MINUTE", number(400, 4_000, 1_000_000_000));
    numbers.put("CALLS", dice.pick(List.of("off", "redacted", "full")));
    numbers.put("MINUTE_MONEY", money(SELDOM, 2, 50));
    numbers.put("HOUR_OUTPUT", number(SELDOM, 100, 3_000, 10_000_000));
    numbers.put("MONTH_MODEL_CALLS", number(SELDOM, 1, 30, 1_000_000));
    numbers.put("USER_TOOL_CALLS", number(SELDOM, 1, 8, 100_000));
    numbers.put("USER_MONEY", money(SELDOM, 2, 50));
    numbers.put("ROUTE_MODEL_CALLS", number(SELDOM, 1, 6, 100_000));
    numbers.put("ASK_INPUT", number(SELDOM, 50, 2_000, 10_000_000));
    return numbers;
  }

  /** The same of what several tenants may spend together. */
  static Map<String, String> numbersOfGroups(Dice dice) {
    boolean mustWait = dice.leaning().waitsForGrants();
    Tightness of = new Tightness(dice, mustWait ? Room.NONE : Room.USUAL);
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("GROUP_MONEY", mustWait ? "100" : of.money(2, 100));
    numbers.put("GROUP_TOOL_CALLS", of.number(2, 30, 100_000));
    numbers.put("SHARDS", dice.oneIn(2) ? "3" : "1");
    numbers.put("SHARED", Boolean.toString(dice.oneIn(2)));
    return numbers;
  }

  /** Who goes round in circles has to ask, ask the same, and be asked why. */
  private long leastSteps() {
    return dice.leaning().names(Reason.NO_PROGRESS) ? 3 : 1;
  }

  private boolean happens(int oneIn) {
    return room != Room.WIDE && dice.oneIn(oneIn);
  }

  private String number(long least, long most, long wide) {
    return number(OFTEN, least, most, wide);
  }

  /** Once in so many times a tight number. */
  private String number(int oneIn, long least, long most, long wide) {
    return Long.toString(pinches(oneIn) ? dice.between(least, most) : wide);
  }

  private String money(long least, long most) {
    return money(OFTEN, least, most);
  }

  private boolean pinches(int oneIn) {
    return room == Room.NONE || happens(oneIn);
  }

  /** In thousandths. */
  private String money(int oneIn, long least, long most) {
    return pinches(oneIn) ? "0.%03d".formatted(dice.between(least, most)) : "100";
  }
}
