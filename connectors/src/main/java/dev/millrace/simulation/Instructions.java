// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import java.util.function.UnaryOperator;

/** What the server is told at the moment, which may change while it runs. */
final class Instructions {

  /** Settings with the model made from them. */
  record Told(SimulatedModelSettings settings, SimulatedModel model) {
    static Told of(SimulatedModelSettings settings) {
      return new Told(settings, new SimulatedModel(settings.seed(), settings.rules()));
    }
  }

  private volatile Told told;

  Instructions(SimulatedModelSettings settings) {
    this.told = Told.of(settings);
  }

  Told now() {
    return told;
  }

  SimulatedModelSettings settings() {
    return told.settings();
  }

  synchronized SimulatedModelSettings change(UnaryOperator<SimulatedModelSettings> change) {
    told = Told.of(change.apply(told.settings()));
    return told.settings();
  }
}
