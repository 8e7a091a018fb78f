// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.Request;
import dev.millrace.serde.JsonSerde;
import dev.millrace.topology.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What arrives in a round, made of its seed: requests, some of them twice, some called off. */
final class ChaosScript {
  static final String POOR_TENANT = "tight";

  private static final int RICH_TENANTS = 6;
  private static final int SENT_AGAIN_ONE_IN = 10;
  private static final int AGAIN_WITHIN = 60;
  private static final int CALLED_OFF_ONE_IN = 12;
  private static final int CALLED_OFF_WITHIN = 20;

  private final TopicNames topics;
  private final Random random;
  private final JsonSerde<Request> requests = JsonSerde.of(Request.class);
  private final JsonSerde<ControlEvent> controls = JsonSerde.of(ControlEvent.class);

  private ChaosScript(long seed, TopicNames topics) {
    this.topics = topics;
    this.random = new Random(seed);
  }

  /** The records in turns: with each turn one more request, and what is due by then. */
  static List<List<ProducerRecord<byte[], byte[]>>> of(ChaosPlan plan, TopicNames topics) {
    ChaosScript script = new ChaosScript(plan.seed(), topics);
    List<List<ProducerRecord<byte[], byte[]>>> turns =
        Stream.<List<ProducerRecord<byte[], byte[]>>>generate(ArrayList::new)
            .limit(plan.requests())
            .toList();
    for (int number = 0; number < plan.requests(); number++) {
      script.write(turns, number);
    }
    return turns;
  }

  private void write(List<List<ProducerRecord<byte[], byte[]>>> turns, int number) {
    Request request = request(number);
    turns.get(number).add(record(topics.requests(), request.getTenant(), requests.write(request)));
    if (random.nextInt(SENT_AGAIN_ONE_IN) == 0) {
      turns
          .get(later(turns.size(), number, AGAIN_WITHIN))
          .add(record(topics.requests(), request.getTenant(), requests.write(request)));
    }
    if (random.nextInt(CALLED_OFF_ONE_IN) == 0) {
      turns
          .get(later(turns.size(), number, CALLED_OFF_WITHIN))
          .add(record(topics.controls(), request.getTenant(), controls.write(cancel(request))));
    }
  }

  private int later(int turns, int number, int within) {
    return Math.min(turns - 1, number + 1 + random.nextInt(within));
  }

  private Request request(int number) {
    int payer = random.nextInt(RICH_TENANTS + 1);
    String verb = random.nextInt(4) == 0 ? "help me with order " : "status of order ";
    return Request.newBuilder()
        .setRequestId("r" + number)
        .setTenant(payer == RICH_TENANTS ? POOR_TENANT : "tenant-" + payer)
        .setUser("ann")
        .setInput(verb + (1_000_000 + number))
        .build();
  }

  private static ControlEvent cancel(Request request) {
    return ControlEvent.newBuilder()
        .setTenant(request.getTenant())
        .setKind("cancel")
        .setRequestId(request.getRequestId())
        .build();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String tenant, byte[] value) {
    return new ProducerRecord<>(topic, tenant.getBytes(StandardCharsets.UTF_8), value);
  }
}
