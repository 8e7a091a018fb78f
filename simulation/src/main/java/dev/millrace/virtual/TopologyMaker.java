// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import dev.millrace.kafka.StreamThreads;
import org.apache.kafka.streams.Topology;

/** Makes the topology anew for each life, as a new process would. */
@FunctionalInterface
public interface TopologyMaker {
  void addTo(Topology topology, StreamThreads threads);
}
