// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The smallest pipeline there is: each request is one slow call, each control is answered at once.
 */
final class CallTopology {

  static final String PENDING = "pending-calls";

  private CallTopology() {}

  static Topology build(String prefix, StreamThreads threads, SlowCalls calls) {
    return new Topology()
        .addSource("requests", prefix + ".requests")
        .addSource("controls", prefix + ".controls")
        .addProcessor("call", caller(threads, calls), "requests")
        .addProcessor("control", Control::new, "controls")
        .addSink("results", prefix + ".results", "call", "control");
  }

  private static ProcessorSupplier<String, String, String, String> caller(
      StreamThreads threads, SlowCalls calls) {
    return new ProcessorSupplier<>() {
      @Override
      public Caller get() {
        return new Caller(threads, calls);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(PENDING), Serdes.String(), Serdes.String()));
      }
    };
  }

  private static final class Control extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> control) {
      context().forward(control);
      context().commit();
    }
  }

  /** Keeps each request in a store until its call is over. */
  private static final class Caller extends ContextualProcessor<String, String, String, String> {

    private final StreamThreads threads;
    private final SlowCalls calls;
    private SlowCalls.Life life = SlowCalls.Life.OVER;

    Caller(StreamThreads threads, SlowCalls calls) {
      this.threads = threads;
      this.calls = calls;
    }

    @Override
    public void init(ProcessorContext<String, String> context) {
      super.init(context);
      life = calls.begin(context, threads.forCurrentThread(), this::drain);
      life.arm();
      pendingKeys().forEach(life::send);
    }

    @Override
    public void process(Record<String, String> request) {
      calls.taken.add(request.key());
      pending().put(request.key(), request.value());
      life.send(request.key());
      life.arm();
    }

    private void drain(String key) {
      String request = pending().delete(key);
      if (request != null) {
        context().forward(new Record<>(key, request, context().currentSystemTimeMs()));
        context().commit();
      }
    }

    @Override
    public void close() {
      life.end();
    }

    private List<String> pendingKeys() {
      List<String> keys = new ArrayList<>();
      try (var entries = pending().all()) {
        entries.forEachRemaining(entry -> keys.add(entry.key));
      }
      return keys;
    }

    private KeyValueStore<String, String> pending() {
      return context().getStateStore(PENDING);
    }
  }
}
