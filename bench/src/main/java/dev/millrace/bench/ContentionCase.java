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
 * @param runs how many at once
 * @param window that the budget has
 * @param capNanos of each such window
 * @param leastCalls so many fit and must be done, but for one: what is reserved for nobody shows
 * @param killed whether the instance gets kill -9 in the middle
 */
record ContentionCase(
    String name,
    String pipeline,
    Map<String, String> environment,
    String input,
    int runs,
    BudgetWindow window,
    long capNanos,
    int leastCalls,
    boolean killed) {
  static final String TENANT = "acme";

  /** Of a tenant that is split. */
  static final int SHARDS = 3;

  private static final String PIPELINE = "contention.yaml";
  private static final long FIVE_DOLLARS_NANOS = 5_000_000_000L;

  /** One less than there are calls of 0.10 in 5.00. */
  private static final int CALLS_OF_MONEY = 49;

  private static final int MINUTE_TOKENS = 100;
  private static final long TOKEN_NANOS = 1_000;
  private static final String NO_LIMIT = "1000000000";

  ContentionCase {
    environment = Map.copyOf(environment);
  }

  /** All of them with a tenant in one partition, and all with one in three. */
  static List<ContentionCase> all(int runs, int tokenRuns) {
    List<ContentionCase> all = new ArrayList<>();
    for (int shards : List.of(1, SHARDS)) {
      all.addAll(ofMoney(runs, shards));
      all.add(ofTokens(tokenRuns, shards));
    }
    return all;
  }

  /** 5.00 and calls of 0.10, which return at once or after 500 ms, undisturbed and killed. */
  static List<ContentionCase> ofMoney(int runs, int shards) {
    return List.of(
        money("calls_0_ms", "nothing", runs, shards, false),
        money("calls_0_ms_kill", "nothing", runs, shards, true),
        money("calls_500_ms", "slow", runs, shards, false),
        money("calls_500_ms_kill", "slow", runs, shards, true));
  }

  private static ContentionCase money(
      String name, String input, int runs, int shards, boolean killed) {
    Map<String, String> environment =
        Map.of("DAY_MONEY", "5", "MINUTE_TOKENS", NO_LIMIT, "SHARDS", Integer.toString(shards));
    return new ContentionCase(
        name(name, shards),
        PIPELINE,
        environment,
        input,
        runs,
        BudgetWindow.DAY,
        FIVE_DOLLARS_NANOS,
        CALLS_OF_MONEY,
        killed);
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
        BudgetWindow.MINUTE,
        MINUTE_TOKENS * TOKEN_NANOS,
        1,
        false);
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
