// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.cache.CacheKeys;
import dev.millrace.engine.Engine;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.CallPlanner;
import dev.millrace.prompt.Continuation;
import dev.millrace.state.Stores;
import dev.millrace.wire.CallRecords;
import dev.millrace.wire.Costs;
import dev.millrace.wire.Requests;
import dev.millrace.wire.Results;

/** What the processors of all tasks share: immutable, or safe for many threads. */
record Shared(
    Pipeline pipeline,
    Engine engine,
    CallPlanner planner,
    Continuation continuation,
    CacheKeys cacheKeys,
    Stores stores,
    StreamThreads threads,
    Requests requests,
    Results results,
    Costs costs,
    CallRecords callRecords,
    RunMetrics metrics) {

  static Shared of(
      Pipeline pipeline,
      Engine engine,
      CallPlanner planner,
      Stores stores,
      StreamThreads threads,
      RunMetrics metrics) {
    return new Shared(
        pipeline,
        engine,
        planner,
        new Continuation(pipeline),
        new CacheKeys(pipeline),
        stores,
        threads,
        new Requests(pipeline),
        new Results(pipeline),
        new Costs(pipeline),
        new CallRecords(pipeline),
        metrics);
  }
}
