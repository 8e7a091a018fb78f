// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.ChaosPlan.Act;
import dev.millrace.bench.ChaosPlan.Strike;
import dev.millrace.topology.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  private static final int REQUESTS = 100;

  @Test
  void theSameSeedMakesTheSameRound() {
    assertThat(ChaosPlan.of(7, REQUESTS)).isEqualTo(ChaosPlan.of(7, REQUESTS));
    assertThat(script(7)).isEqualTo(script(7)).isNotEqualTo(script(8));
  }

  private static List<String> script(long seed) {
    return ChaosScript.of(ChaosPlan.of(seed, REQUESTS), new TopicNames("chaos")).stream()
        .flatMap(List::stream)
        .map(record -> record.topic() + new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void eachRoundKillsBothInstancesAndStrikesTheBroker() {
    for (long seed = 0; seed < 200; seed++) {
      ChaosPlan plan = ChaosPlan.of(seed, REQUESTS);

      assertThat(
              plan.strikes().stream()
                  .filter(strike -> strike.act() == Act.KILL)
                  .map(Strike::instance)
                  .collect(Collectors.toSet()))
          .hasSize(ChaosRound.INSTANCES);
      assertThat(plan.count(Act.EXPEL)).isPositive();
      assertThat(plan.count(Act.BROKER_STOP)).isPositive();
    }
  }

  @Test
  void allBlowsFallWhileRequestsAreUnderWay() {
    for (long seed = 0; seed < 200; seed++) {
      List<Integer> moments =
          ChaosPlan.of(seed, REQUESTS).strikes().stream().map(Strike::afterResults).toList();

      assertThat(moments).isSorted().allMatch(after -> after < REQUESTS);
    }
  }
}
