// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.pipeline.BudgetWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many runs of one tenant that want the same budget at the same time.
 *
 * @param pipeline the file that has the budget
 * @param environment what its variables stand for
 * @param input what each of the runs is asked
 * @param runs how many
 * @param atOnce so many of them
 * @param window that the budget has
 * @param capNanos of each such window
 * @param leastCalls so many fit and must be done, but for one: what is reserved for nobody shows
 * @param fate what becomes of its instance in the middle
 */
record ContentionCase(
    String name,
    String pipeline,
    Map<String, String> environment,
    String input,
    int runs,
    int atOnce,
    BudgetWindow window,
    long capNanos,
    int leastCalls,
    Fate fate) {
  static final String TENANT = "acme";

  /** Of a tenant that is split. */
  static final int SHARDS = 3;

  private static final String PIPELINE = "contention.yaml";
  private static final long FIVE_DOLLARS_NANOS = 5_000_000_000L;

  /** One less than there are calls of 0.10 in 5.00. */
  private static final int CALLS_OF_MONEY = 49;

  /** They hold some of the 5.00, wherever they are. */
  private static final int FEW_AT_ONCE = 24;

  private static final int MINUTE_TOKENS = 100;
  private static final long TOKEN_NANOS = 1_000;
  private static final String NO_LIMIT = "1000000000";

  /** What becomes of an instance while many runs want the budget. */
  enum Fate {
    UNDISTURBED,
    /** It gets kill -9, and is started again. */
    RESTARTED,
    /** It gets kill -9 and stays away. Another one, which has a part of the tenant, takes over. */
    REPLACED
  }

  ContentionCase {
    environment = Map.copyOf(environment);
  }

  /** All with a tenant in one partition, and with one in three; with that one on two instances. */
  static List<ContentionCase> all(int runs, int tokenRuns) {
    List<ContentionCase> all = new ArrayList<>();
    for (int shards : List.of(1, SHARDS)) {
      all.addAll(ofMoney(runs, shards));
      all.add(ofTokens(tokenRuns, shards));
    }
    all.add(replaced(runs));
    return all;
  }

  /** 5.00 and calls of 0.10, which return at once or after 500 ms, undisturbed and killed. */
  static List<ContentionCase> ofMoney(int runs, int shards) {
    return List.of(
        money("calls_0_ms", "nothing", runs, shards, Fate.UNDISTURBED),
        money("calls_0_ms_kill", "nothing", runs, shards, Fate.RESTARTED),
        money("calls_500_ms", "slow", runs, shards, Fate.UNDISTURBED),
        money("calls_500_ms_kill", "slow", runs, shards, Fate.RESTARTED));
  }

  /**
   * The same with 500 ms, of a tenant that two instances have parts of. Not all runs at once: those
   * of the partition that grants would have all of it before others can ask.
   */
  static ContentionCase replaced(int runs) {
    String name = name("calls_500_ms_replaced", SHARDS);
    return money(name, "slow", runs, FEW_AT_ONCE, SHARDS, Fate.REPLACED);
  }

  private static ContentionCase money(String name, String input, int runs, int shards, Fate fate) {
    return money(name(name, shards), input, runs, runs, shards, fate);
  }

  private static ContentionCase money(
      String name, String input, int runs, int atOnce, int shards, Fate fate) {
    Map<String, String> environment =
        Map.of("DAY_MONEY", "5", "MINUTE_TOKENS", NO_LIMIT, "SHARDS", Integer.toString(shards));
    return new ContentionCase(
        name,
        PIPELINE,
        environment,
        input,
        runs,
        atOnce,
        BudgetWindow.DAY,
        FIVE_DOLLARS_NANOS,
        CALLS_OF_MONEY,
        fate);
  }

  /** 100 tokens a minute. How many calls that is, the count of their tokens says. */
  static ContentionCase ofTokens(int runs, int shards) {
    Map<String, String> environment =
        Map.of(
            "DAY_MONEY",
            "1000",
            "MINUTE_TOKENS",
            Integer.toString(MINUTE_TOKENS),
            "SHARDS",
            Integer.toString(shards));
    return new ContentionCase(
        name("tokens_a_minute", shards),
        PIPELINE,
        environment,
        "short",
        runs,
        runs,
        BudgetWindow.MINUTE,
        MINUTE_TOKENS * TOKEN_NANOS,
        1,
        Fate.UNDISTURBED);
  }

  /** The names of its instances; the first one is struck. */
  List<String> instances() {
    return fate == Fate.REPLACED ? List.of("one", "two") : List.of("one");
  }

  private static String name(String name, int shards) {
    return shards == 1 ? name : name + "_shards";
  }

  /** The variables of its file, with the models' address. */
  Map<String, String> environment(String modelUrl) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("MODEL_URL", modelUrl);
    return all;
  }
}
