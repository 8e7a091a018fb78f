// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.ModelPaces;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.state.Stores;
import dev.millrace.wire.CallRecords;
import dev.millrace.wire.Requests;

/**
 * What the processors of all tasks share: immutable, or safe for many threads. What is a run's own
 * is asked of its definition; what is the application's, of the current one.
 */
record Shared(
    Definitions definitions,
    Stores stores,
    StreamThreads threads,
    Requests requests,
    CallRecords callRecords,
    ModelPaces paces,
    RunMetrics metrics) {

  static Shared of(
      Definitions definitions,
      Stores stores,
      StreamThreads threads,
      ModelPaces paces,
      RunMetrics metrics) {
    Pipeline current = definitions.current().pipeline();
    return new Shared(
        definitions,
        stores,
        threads,
        new Requests(current),
        new CallRecords(current.topics().calls()),
        paces,
        metrics);
  }
}
