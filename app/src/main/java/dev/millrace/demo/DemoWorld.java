// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import dev.millrace.schemas.Request;
import java.util.List;
import java.util.Map;

/**
 * All that a demo runs against but Kafka: tools, models, a pipeline that uses them, and requests.
 */
public interface DemoWorld {

  /**
   * Starts the servers of this world.
   *
   * @throws DemoWorldException if what the world is made of cannot be read
   */
  Started start();

  /**
   * A world that runs.
   *
   * @param pipeline the pipeline file, as text
   * @param environment the variables that the pipeline asks for, but {@code REGISTRY_URL}, which is
   *     whoever runs the broker's
   * @param requests to send, in this order; the same request id may come more than once
   */
  record Started(
      String pipeline, Map<String, String> environment, List<Request> requests, DemoServers servers)
      implements AutoCloseable {

    public Started {
      environment = Map.copyOf(environment);
      requests = List.copyOf(requests);
    }

    @Override
    public void close() {
      servers.close();
    }
  }
}
