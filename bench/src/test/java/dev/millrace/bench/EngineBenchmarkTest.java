// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bench.EngineBenchmark.Budgeted;
import dev.millrace.bench.EngineBenchmark.Part;
import org.junit.jupiter.api.Test;

class EngineBenchmarkTest {

  @Test
  void measuresTheNamedPartsAlone() {
    EngineBenchmark engine = new EngineBenchmark();

    Bench.commandLine(engine).parseArgs("engine", "--only", "restart,steps");

    assertThat(engine.only).containsExactly(Part.RESTART, Part.STEPS);
  }

  @Test
  void measuresWithBudgetsUnlessTheyAreOff() {
    EngineBenchmark engine = new EngineBenchmark();

    Bench.commandLine(engine).parseArgs("engine");
    assertThat(engine.budgets).isEqualTo(Budgeted.ON);

    Bench.commandLine(engine).parseArgs("engine", "--budgets", "off");
    assertThat(engine.budgets).isEqualTo(Budgeted.OFF);
  }

  @Test
  void measuresAllIfNoneIsNamed() {
    EngineBenchmark engine = new EngineBenchmark();

    Bench.commandLine(engine).parseArgs("engine");

    assertThat(engine.only).containsExactly(Part.values());
    assertThat(engine.warmUpSeconds).isEqualTo(50);
  }
}
