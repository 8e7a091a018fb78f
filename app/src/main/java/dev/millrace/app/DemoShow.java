// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.traffic.PastRequest;
import dev.millrace.app.traffic.RequestFile;
import dev.millrace.demo.DemoSettings;
import dev.millrace.demo.DemoWorld;
import dev.millrace.demo.RetailDemo;
import dev.millrace.demo.Tau2World;
import dev.millrace.simulation.SimulatedModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo shows: a pipeline, requests for it, and the servers that they need.
 *
 * @param pipeline the pipeline file, as text
 * @param environment what the pipeline file asks for, beyond the process's own
 */
record DemoShow(
    String pipeline,
    Map<String, String> environment,
    List<PastRequest> requests,
    AutoCloseable servers)
    implements AutoCloseable {

  static final String PIPELINE_FILE = "pipeline.yaml";
  static final String REQUESTS_FILE = "requests.jsonl";

  /** The built-in one. */
  static DemoShow builtIn() {
    return of(new RetailDemo(DemoSettings.REALISTIC));
  }

  /** One that the user brings: a copy of tau2-bench, or a pipeline and requests. */
  static DemoShow ofDirectory(Path directory) throws IOException {
    if (Tau2World.isIn(directory)) {
      return of(Tau2World.of(directory));
    }
    if (!Files.exists(directory.resolve(PIPELINE_FILE))) {
      throw CommandException.wrongUse(
          "--world %s: there is no %s in it, and it is no copy of tau2-bench"
              .formatted(directory, PIPELINE_FILE));
    }
    return ofFiles(directory);
  }

  private static DemoShow of(DemoWorld demo) {
    DemoWorld.Started world = demo.start();
    List<PastRequest> requests =
        world.requests().stream().map(request -> new PastRequest(request, 0)).toList();
    return new DemoShow(world.pipeline(), world.environment(), requests, world);
  }

  private static DemoShow ofFiles(Path directory) throws IOException {
    String pipeline = Files.readString(directory.resolve(PIPELINE_FILE));
    List<PastRequest> requests =
        RequestFile.read(directory.resolve(REQUESTS_FILE), "demo", line -> "line-" + line);
    SimulatedModelServer models =
        SimulatedModelServer.start(DemoSettings.REALISTIC.models().withModels(List.of()));
    Map<String, String> environment = Map.of("MODEL_URL", models.apiUrl().toString());
    return new DemoShow(pipeline, environment, requests, models);
  }

  /** The same, told where the schema registry is. */
  DemoShow withRegistry(String url) {
    Map<String, String> more = new HashMap<>(environment);
    more.put("REGISTRY_URL", url);
    return new DemoShow(pipeline, Map.copyOf(more), requests, servers);
  }

  @Nullable String variable(String name) {
    String own = environment.get(name);
    return own == null ? System.getenv(name) : own;
  }

  @Override
  public void close() {
    try {
      servers.close();
    } catch (Exception e) { // what AutoCloseable declares
      throw new IllegalStateException("the demo's servers did not stop", e);
    }
  }
}
