// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.tool.ToolException;
import dev.millrace.tool.ToolFunction;
import dev.millrace.tool.ToolRequest;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * The calls of a run as one makes them without an engine: one after the other, waiting for each.
 */
final class BlockingCalls {
  static final int A_RUN = 3;

  private static final ToolRequest REQUEST =
      new ToolRequest("call", "tenant", "", "{}", Duration.ofMinutes(1));

  private BlockingCalls() {}

  /** Calls that function of the class path. */
  static Runnable of(String name) {
    ToolFunction function =
        ServiceLoader.load(ToolFunction.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return () -> callAll(function);
  }

  private static void callAll(ToolFunction function) {
    for (int i = 0; i < A_RUN; i++) {
      try {
        var unused =
            function
                .call(JsonNodeFactory.instance.objectNode(), REQUEST)
                .toCompletableFuture()
                .join();
      } catch (ToolException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
