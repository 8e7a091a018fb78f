// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.internals.ProcessorStateManager;
import org.apache.kafka.streams.processor.internals.StreamTask;

/**
 * Restores a driver's stores as Kafka Streams does after a crash: each changelog through the
 * callback that its store registered. The driver itself restores nothing and shows none of this, so
 * it is reached by reflection.
 */
final class Restoration {
  private static final Field TASK = field();
  private static final Method METADATA = method("storeMetadata");
  private static final Method RESTORE = method("restore");

  private Restoration() {}

  static void restore(TopologyTestDriver driver, Changelogs changelogs) {
    try {
      ProcessorStateManager manager = ((StreamTask) TASK.get(driver)).stateManager();
      for (String topic : changelogs.topics()) {
        List<ConsumerRecord<byte[], byte[]>> records = changelogs.records(topic);
        Object store = METADATA.invoke(manager, new TopicPartition(topic, 0));
        RESTORE.invoke(manager, store, records, OptionalLong.empty());
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the driver is not the one this was written for", e);
    }
  }

  private static Field field() {
    try {
      Field field = TopologyTestDriver.class.getDeclaredField("task");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("the driver is not the one this was written for", e);
    }
  }

  private static Method method(String name) {
    for (Method method : ProcessorStateManager.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        method.setAccessible(true);
        return method;
      }
    }
    throw new IllegalStateException("the driver is not the one this was written for: " + name);
  }
}
