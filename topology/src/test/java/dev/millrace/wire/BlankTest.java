// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Result;
import org.junit.jupiter.api.Test;

class BlankTest {
  private final Blank<Result> blank = new Blank<>(Result::new, Result.newBuilder());

  @Test
  void isWhatTheBuilderMakes() {
    assertThat(blank.make()).isEqualTo(Result.newBuilder().build());
  }

  @Test
  void isAnotherEachTime() {
    Result changed = blank.make();
    changed.setTenant("acme");

    assertThat(blank.make()).isEqualTo(Result.newBuilder().build());
  }
}
