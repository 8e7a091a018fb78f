// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.ledger.LeaseMessage;
import dev.millrace.state.LeaseCodec;
import dev.millrace.virtual.Input;
import dev.millrace.virtual.Produced;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What partitions tell each other: it takes a while, and comes in its order. What the application
 * tells, which has the first of them, is on its way once it is committed.
 */
final class Post {
  private static final int APPLICATION = 0;

  private final Timeline timeline;
  private final Homes homes;
  private final String topic;
  private final Consumer<Input> arrivals;
  private final InOrder ways;
  private final List<Address> addresses = new ArrayList<>();

  /** Who hears what another partition than the application's is told. */
  interface Listener {
    void hear(LeaseMessage message, int here);
  }

  private record Address(Predicate<LeaseMessage> of, Listener listener) {}

  Post(Dice dice, Timeline timeline, Homes homes, String topic, Consumer<Input> arrivals) {
    this.timeline = timeline;
    this.homes = homes;
    this.topic = topic;
    this.arrivals = arrivals;
    this.ways = new InOrder(dice, timeline);
  }

  /** Tells somebody of such messages, whichever other partition they are for. */
  void deliver(Predicate<LeaseMessage> of, Listener listener) {
    addresses.add(new Address(of, listener));
  }

  /** The application has told somebody something. */
  void told(Produced record) {
    byte[] value = record.value();
    if (record.topic().equals(topic) && value != null) {
      send(APPLICATION, LeaseCodec.messages().deserializer().deserialize(topic, value));
    }
  }

  void send(int from, LeaseMessage message) {
    int to = message.isForHome() ? homes.of(message.pot().key()) : message.share().holder();
    ways.send(from, to, () -> arrive(message, to));
  }

  private void arrive(LeaseMessage message, int to) {
    if (to == APPLICATION) {
      byte[] value = LeaseCodec.messages().serializer().serialize(topic, message);
      arrivals.accept(new Input(topic, new byte[0], value, timeline.wallMs()));
    } else {
      addresses.stream()
          .filter(each -> each.of.test(message))
          .forEach(each -> each.listener.hear(message, to));
    }
  }
}
