// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static dev.millrace.ledger.Shop.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.WindowLimits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In any order of reserve, settle, pay, release, top-up, of limits that are set, windows that end
 * and clocks that are set back, in every scope and window: 0 ≤ spent + reserved ≤ limit, but for
 * what was billed beyond what was held; and each call is held for in the windows that it began in.
 */
class LedgerPropertiesTest {
  private static final int SCOPES = 6;
  private static final int TURNS = 5_000;

  private final Shop shop = new Shop("America/New_York");
  private final List<Scope> all = new ArrayList<>();
  private final List<Call> underWay = new ArrayList<>();
  private final Map<String, Amounts> spent = new HashMap<>();
  private long nowMs = Shop.ms("2026-10-30T09:00:00Z");
  private final Map<String, BudgetLimits> widest = new HashMap<>();
  private int refused;
  private int later;

  /**
   * @param windows that it is held for in, as {@link #name} tells them
   */
  private record Call(List<Scope> scopes, Hold hold, List<String> windows) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 42, 4711, 815})
  void whateverHappensTheLimitsHold(long seed) {
    Random random = new Random(seed);
    for (int place = 0; place < SCOPES; place++) {
      all.add(scope(place, limits(random)));
    }
    for (int turn = 0; turn < TURNS; turn++) {
      nowMs = Math.max(0, nowMs + passes(random));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> reserve(random);
        case 4, 5 -> settle(random, false);
        case 6 -> pay(random);
        default -> control(random, turn);
      }
      check();
    }
    while (!underWay.isEmpty()) {
      settle(random, true);
    }
    check();
    all.forEach(this::isQuiet);
    assertThat(refused).as("the limits were met at all").isPositive();
    assertThat(later).as("calls outlived their windows").isPositive();
  }

  private static Map<BudgetWindow, BudgetLimits> limits(Random random) {
    Map<BudgetWindow, BudgetLimits> limits = new EnumMap<>(BudgetWindow.class);
    for (BudgetWindow window : BudgetWindow.values()) {
      if (random.nextInt(4) > 0) {
        limits.put(
            window,
            new BudgetLimits(
                limit(random, 3_000),
                limit(random, 900),
                limit(random, 600),
                limit(random, 500),
                limit(random, 30),
                limit(random, 30)));
      }
    }
    return limits;
  }

  private static @Nullable Long limit(Random random, int most) {
    return random.nextBoolean() ? null : Long.valueOf(random.nextInt(most));
  }

  /** Mostly a little, sometimes hours or days, sometimes back. */
  private static long passes(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> random.nextLong(7_200_000);
      case 1 -> random.nextLong(200_000_000);
      case 2 -> -random.nextLong(7_200_000);
      default -> random.nextLong(5_000);
    };
  }

  private void reserve(Random random) {
    List<Scope> scopes = all.stream().filter(scope -> random.nextInt(3) > 0).toList();
    Amounts worst =
        random.nextBoolean()
            ? Amounts.ofModelCall(random.nextInt(60), random.nextInt(30), random.nextInt(20))
            : Amounts.ofToolCall(random.nextInt(30));
    Map<String, Account> before = new HashMap<>();
    scopes.forEach(scope -> before.put(scope.key(), shop.get(scope.key())));
    if (shop.ledger.reserve(scopes, worst, nowMs) instanceof Hold hold) {
      underWay.add(new Call(scopes, hold, latestWindows(scopes)));
      scopes.forEach(scope -> assertFits(scope, worst));
    } else {
      refused++;
      before.forEach((key, account) -> assertThat(shop.get(key)).isSameAs(account));
    }
  }

  private void settle(Random random, boolean all) {
    if (underWay.isEmpty()) {
      return;
    }
    Call call = underWay.remove(all ? 0 : random.nextInt(underWay.size()));
    Amounts held = call.hold.amounts();
    Amounts actual =
        switch (random.nextInt(6)) {
          case 0 -> Amounts.NONE;
          case 1 -> held.plus(Amounts.ofModelCall(random.nextInt(9), random.nextInt(9), 1));
          default -> part(held, random);
        };
    if (nowMs - call.hold.atMs() > 3_600_000) {
      later++;
    }
    shop.settle(call.hold, actual);
    count(call, actual);
  }

  private static Amounts part(Amounts held, Random random) {
    return new Amounts(
        random.nextLong(held.moneyNanos() + 1),
        random.nextLong(held.tokens() + 1),
        random.nextLong(held.inputTokens() + 1),
        random.nextLong(held.outputTokens() + 1),
        held.modelCalls(),
        held.toolCalls());
  }

  /** An attempt is billed, and another follows if there is room for that too. */
  private void pay(Random random) {
    if (underWay.isEmpty()) {
      return;
    }
    Call call = underWay.get(random.nextInt(underWay.size()));
    Amounts billed = part(call.hold.amounts(), random);
    if (shop.ledger.forbids(call.scopes, call.hold, billed) == null) {
      shop.ledger.pay(Shop::key, call.hold, billed);
      count(call, billed);
    }
  }

  private void count(Call call, Amounts actual) {
    for (Scope scope : call.scopes) {
      if (!scope.limits().isEmpty()) {
        spent.merge(scope.key(), actual, Amounts::plus);
      }
    }
  }

  private void control(Random random, int turn) {
    Scope scope = all.get(random.nextInt(SCOPES));
    BudgetWindow window = List.of(BudgetWindow.values()).get(random.nextInt(4));
    BudgetLimits file = scope.limits().in(window);
    if (file == null) {
      return;
    }
    String id = "control-" + turn;
    switch (random.nextInt(4)) {
      case 0 -> shop.ledger.topUp(scope, window, new BudgetLimits(50L, 10L, 1L, null), id, nowMs);
      case 1 -> set(scope, window, new BudgetLimits(limit(random, 3_000), 400L, 20L, null), id);
      case 2 -> set(scope, window, BudgetLimits.NONE, id);
      default -> {
        // Nobody asks for anything.
      }
    }
  }

  private void set(Scope scope, BudgetWindow window, BudgetLimits limits, String id) {
    shop.ledger.limit(scope, window, limits, id);
    widest.merge(name(scope, window), limits(scope, window), LedgerPropertiesTest::widest);
  }

  private BudgetLimits limits(Scope scope, BudgetWindow window) {
    return Objects.requireNonNull(shop.get(scope.key()).limits(scope.limits()).in(window));
  }

  private static BudgetLimits widest(BudgetLimits one, BudgetLimits other) {
    return new BudgetLimits(
        most(one.moneyNanos(), other.moneyNanos()),
        most(one.tokens(), other.tokens()),
        most(one.inputTokens(), other.inputTokens()),
        most(one.outputTokens(), other.outputTokens()),
        most(one.modelCalls(), other.modelCalls()),
        most(one.toolCalls(), other.toolCalls()));
  }

  private static @Nullable Long most(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(Math.max(one, other));
  }

  private static String name(Scope scope, BudgetWindow window) {
    return scope.key() + " " + window;
  }

  private List<String> latestWindows(List<Scope> scopes) {
    return scopes.stream()
        .flatMap(
            scope ->
                scope.limits().windows().keySet().stream()
                    .map(kind -> name(scope, kind) + " " + shop.window(scope, kind).startMs()))
        .toList();
  }

  /** What was granted is within the limits of now, whatever they were when others were granted. */
  private void assertFits(Scope scope, Amounts granted) {
    for (BudgetWindow kind : scope.limits().windows().keySet()) {
      WindowBudget window = shop.window(scope, kind);
      BudgetLimits most = limits(scope, kind).plus(window.extra());
      for (Limit limit : Limit.values()) {
        Long bound = limit.in(most);
        if (bound != null && limit.of(granted) > 0) {
          assertThat(limit.of(taken(window)))
              .as("%s of %s", limit, window)
              .isLessThanOrEqualTo(bound);
        }
      }
    }
  }

  private static Amounts taken(WindowBudget window) {
    return window.budget().spent().plus(window.budget().reserved());
  }

  private void check() {
    for (Scope scope : all) {
      Account account = shop.get(scope.key());
      WindowLimits limits = scope.limits();
      for (WindowBudget window : account.windows()) {
        BudgetLimits file = limits.in(window.window());
        assertThat(file).isNotNull();
        BudgetLimits set = widest.getOrDefault(name(scope, window.window()), file);
        assertWithin(window, widest(set, file).plus(window.extra()));
      }
      assertThat(account.total()).isEqualTo(spent.getOrDefault(scope.key(), Amounts.NONE));
    }
    assertHeldWhereItBegan();
  }

  private void assertHeldWhereItBegan() {
    Map<String, Amounts> held = new HashMap<>();
    for (Call call : underWay) {
      call.windows.forEach(window -> held.merge(window, call.hold.amounts(), Amounts::plus));
    }
    for (Scope scope : all) {
      for (WindowBudget window : shop.get(scope.key()).windows()) {
        String name = name(scope, window.window()) + " " + window.startMs();
        assertThat(window.budget().reserved())
            .as(name)
            .isEqualTo(held.getOrDefault(name, Amounts.NONE));
      }
    }
  }

  private static void assertWithin(WindowBudget window, BudgetLimits most) {
    Amounts taken = taken(window);
    for (Limit limit : Limit.values()) {
      Long bound = limit.in(most);
      if (bound != null) {
        assertThat(limit.of(taken) - limit.of(window.beyond()))
            .as("%s of %s", limit, window)
            .isLessThanOrEqualTo(bound);
      }
    }
  }

  private void isQuiet(Scope scope) {
    Account account = shop.get(scope.key());
    assertThat(account.windows()).allMatch(WindowBudget::holdsNothing);
    assertThat(account.windows().stream().map(WindowBudget::window)).doesNotHaveDuplicates();
  }
}
