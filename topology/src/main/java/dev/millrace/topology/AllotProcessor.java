// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.engine.Mailbox;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.engine.Waiters;
import dev.millrace.ledger.Exhausted;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.Leases;
import dev.millrace.ledger.Pot;
import dev.millrace.run.RunId;
import dev.millrace.state.Stores;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sees to budgets that more partitions spend from, and to minutes that instances share: asks their
 * homes for what is lacking here, grants where this is the home, and lets those go on who waited.
 */
final class AllotProcessor implements Processor<RunId, Signal, Object, Object>, Leases.Outlet {
  private final Shared shared;
  private final Placement placement;

  private ProcessorContext<Object, Object> context;
  private Mailbox mailbox;
  private Leases leases;
  private MinuteDesk minutes;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before all else
  AllotProcessor(Shared shared, Placement placement) {
    this.shared = shared;
    this.placement = placement;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    mailbox = context.getStateStore(Mailbox.NAME);
    Ledger ledger = new Ledger(shared.definitions(), Stores.budgets(context::getStateStore));
    leases =
        ledger.leases(
            placement, placement.here(context), Stores.leases(context::getStateStore), this);
    minutes =
        new MinuteDesk(
            shared.definitions(),
            placement,
            placement.here(context),
            Stores.minutes(context::getStateStore),
            mailbox::granted,
            this::send);
  }

  @Override
  public void process(Record<RunId, Signal> record) {
    Signal signal = record.value();
    long nowMs = context.currentSystemTimeMs();
    if (signal instanceof Signal.GrantsWanted) {
      for (Waiters.Need need : mailbox.waiters().needs()) {
        leases.ask(need.pot(), need.startMs(), need.least(), need.all(), nowMs);
      }
    } else if (signal instanceof Signal.MinuteWanted minute) {
      minutes.ask(minute.wanted(), nowMs);
    } else if (signal instanceof Signal.LeaseTold told && MinuteDesk.isOf(told.message().pot())) {
      minutes.hear(told.message(), nowMs);
    } else if (signal instanceof Signal.LeaseTold told) {
      leases.hear(told.message(), nowMs);
    } else if (signal instanceof Signal.LimitsChanged changed) {
      leases.limited(changed.pot(), nowMs);
    }
  }

  /** In one transaction with all that led to it; and somebody waits for it. */
  @Override
  public void send(LeaseMessage message, int partition) {
    byte[] key = message.pot().key().getBytes(StandardCharsets.UTF_8);
    Object letter = new Letter(message, partition);
    context.forward(new Record<>(key, letter, context.currentSystemTimeMs()), Node.LEASES_OUT);
    mailbox.resultWaits();
  }

  /** At once, before anybody can call back what was granted for them. */
  @Override
  public void answered(Pot pot, long startMs, boolean last) {
    mailbox
        .waiters()
        .take(pot)
        .forEach(
            (waiter, before) ->
                tryAgain(waiter, last ? before.plus(pot, startMs) : before.minus(pot)));
  }

  private void tryAgain(Waiters.Waiter waiter, Exhausted exhausted) {
    if (waiter instanceof Waiters.OfRun of) {
      send(new Signal.GrantsCame(of.run(), exhausted), Node.FAN_OUT);
    } else if (waiter instanceof Waiters.OfCall of) {
      String node = of.seat().lane().kind() == Kind.TOOL ? Node.TOOL_CALLS : Node.MODEL_CALLS;
      send(new Signal.CallDue(of.call(), of.seat(), false, exhausted), node);
    }
  }

  private void send(Signal signal, String node) {
    context.forward(new Record<>(signal.run(), signal, context.currentSystemTimeMs()), node);
  }
}
