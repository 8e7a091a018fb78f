// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.RegistryException.Kind;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class CachingRegistryTest {
  private static final Schema SCHEMA = Schema.createFixed("Hash", "", "", 32);

  private final CountingRegistry asked = new CountingRegistry();
  private long nowNanos;
  private final CachingRegistry registry = new CachingRegistry(asked, () -> nowNanos);

  @Test
  void whatIsKnownIsAskedOnce() {
    int id = registry.register("s", SCHEMA);
    for (int i = 0; i < 3; i++) {
      assertThat(registry.register("s", SCHEMA)).isEqualTo(id);
      assertThat(registry.idOf("s", SCHEMA)).isEqualTo(id);
      assertThat(registry.byId(id)).isEqualTo(SCHEMA);
    }
    assertThat(asked.questions).isEqualTo(3);
  }

  @Test
  void anUnknownIdIsAskedAgainAfterAWhile() {
    assertUnknown(1);
    nowNanos += CachingRegistry.UNKNOWN_FOR.toNanos() - 1;
    assertUnknown(1);
    assertThat(asked.questions).isEqualTo(1);

    asked.memory.register("s", SCHEMA);
    nowNanos += 1;
    assertThat(registry.byId(1)).isEqualTo(SCHEMA);
  }

  @Test
  void madeUpIdsTakeNoEndlessMemory() {
    for (int id = 1; id <= CachingRegistry.MAX_UNKNOWN + 1; id++) {
      assertUnknown(id);
    }
    int before = asked.questions;
    assertUnknown(CachingRegistry.MAX_UNKNOWN + 1);
    assertThat(asked.questions).isEqualTo(before);
    assertUnknown(1);
    assertThat(asked.questions).isEqualTo(before + 1);
  }

  @Test
  void aRegistryThatIsAwayIsAskedAgainAtOnce() {
    asked.away = true;
    assertAway(1);
    asked.away = false;
    asked.memory.register("s", SCHEMA);
    assertThat(registry.byId(1)).isEqualTo(SCHEMA);
  }

  @Test
  void aRegistryThatLetsAskersWaitIsLeftAloneThreeTimesAsLong() {
    asked.away = true;
    asked.takesNanos = 2_000;
    assertAway(1);
    asked.away = false;
    asked.memory.register("s", SCHEMA);

    nowNanos += 5_999;
    assertAway(1);
    assertAway(2);
    assertThat(asked.questions).isEqualTo(1);

    nowNanos += 1;
    assertThat(registry.byId(1)).isEqualTo(SCHEMA);
  }

  private void assertAway(int id) {
    assertThatThrownBy(() -> registry.byId(id))
        .satisfies(e -> assertThat(((RegistryException) e).kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  private void assertUnknown(int id) {
    assertThatThrownBy(() -> registry.byId(id))
        .satisfies(
            e -> assertThat(((RegistryException) e).kind()).isEqualTo(Kind.SCHEMA_NOT_FOUND));
  }

  private final class CountingRegistry implements SchemaRegistry {
    private final SchemaRegistry memory = SchemaRegistry.inMemory();
    private int questions;
    private boolean away;
    private long takesNanos;

    @Override
    public int register(String subject, Schema schema) {
      questions++;
      return memory.register(subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
      questions++;
      return memory.idOf(subject, schema);
    }

    @Override
    public Schema byId(int id) {
      questions++;
      nowNanos += takesNanos;
      if (away) {
        throw new RegistryException(Kind.UNAVAILABLE, "away");
      }
      return memory.byId(id);
    }
  }
}
