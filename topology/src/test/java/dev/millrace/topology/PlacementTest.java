// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final int PARTITIONS = 12;
  private static final Placement PLACEMENT = new Placement(PARTITIONS);

  private static Set<Integer> homes(int shards) {
    Set<Integer> homes = new TreeSet<>();
    for (int user = 0; user < 500; user++) {
      homes.add(PLACEMENT.home("acme", shards, "user-" + user));
    }
    return homes;
  }

  @Test
  void aTenantThatIsSplitIsInAsManyPartitionsAsItHasShards() {
    assertThat(homes(5)).hasSize(5).contains(PLACEMENT.home("acme"));
    assertThat(homes(PARTITIONS)).hasSize(PARTITIONS);
  }

  @Test
  void moreShardsThanPartitionsAreNoMoreThanThese() {
    assertThat(homes(40)).hasSize(PARTITIONS);
  }

  @Test
  void aKeyOfTenantAndUserLeadsStraightToAShardThatIsThere() {
    for (int user = 0; user < 500; user++) {
      String name = "user-" + user;
      int byKey = PLACEMENT.home("acme/" + name);
      assertThat(PLACEMENT.home("acme", PARTITIONS, name)).isEqualTo(byKey);
      if (homes(5).contains(byKey)) {
        assertThat(PLACEMENT.home("acme", 5, name)).isEqualTo(byKey);
      }
    }
  }
}
