// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kafka.StreamThreads;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualApplicationTest {
  private static final byte[] VALUE = {1};

  @TempDir private Path stateDir;

  /** From the topic "in" to "round", and from there to "end". */
  private static void addTo(Topology topology, StreamThreads threads) {
    link(topology, "in", "round");
    link(topology, "round", "end");
  }

  private static void link(Topology topology, String from, String to) {
    String source = "from-" + from;
    topology.addSource(source, new ByteArrayDeserializer(), new ByteArrayDeserializer(), from);
    topology.addSink("to-" + to, to, new ByteArraySerializer(), new ByteArraySerializer(), source);
  }

  @Test
  void whatIsWrittenToATopicThatIsReadComesInOnlyWhenSomebodyBringsIt() {
    try (VirtualApplication application =
        new VirtualApplication(VirtualApplicationTest::addTo, stateDir)) {
      application.start(0);
      assertThat(topicsAfter(application, "in")).containsExactly("round");
      assertThat(application.inputWaits()).isFalse();

      assertThat(topicsAfter(application, "round")).containsExactly("end");
    }
  }

  private static List<String> topicsAfter(VirtualApplication application, String arrival) {
    application.arrive(new Input(arrival, null, VALUE, 0));
    application.take();
    return application.commit().stream()
        .flatMap(turn -> turn.produced().stream())
        .map(Produced::topic)
        .toList();
  }
}
