// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What our clients make of answers that real providers gave. */
class ReplayTest {

  @Test
  void ourClientsReadEveryAnswerAsItWasGiven() throws Exception {
    List<RecordedExchange> exchanges = Recordings.all().toList();
    assumeTrue(!exchanges.isEmpty(), "skipped: no recordings here, see -Dmillrace.data");
    List<Disagreement> disagreements = new ArrayList<>();
    try (Replay replay = new Replay()) {
      for (RecordedExchange exchange : exchanges) {
        WireProtocol protocol = WireProtocol.of(exchange).orElse(null);
        if (protocol != null && protocol.isOffered()) {
          disagreements.addAll(replay.play(protocol, exchange));
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }
}
