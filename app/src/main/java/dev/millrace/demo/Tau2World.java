// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.schemas.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The retail domain of tau2-bench: its database behind its tools, its policy as the agent's
 * instructions, and one request for each of its customers' tasks.
 */
public final class Tau2World implements DemoWorld {
  private static final String TENANT = "tau2-retail";

  private final Tau2Data data;
  private final DemoSettings settings;

  private Tau2World(Tau2Data data, DemoSettings settings) {
    this.data = data;
    this.settings = settings;
  }

  /** Whether a directory looks like a copy of tau2-bench. */
  public static boolean isIn(Path root) {
    return Tau2Data.isIn(root);
  }

  /**
   * The world of a copy of tau2-bench, as slow as the real one.
   *
   * @throws DemoWorldException if there is no such copy, or it cannot be read
   */
  public static Tau2World of(Path root) {
    return of(root, DemoSettings.REALISTIC);
  }

  public static Tau2World of(Path root, DemoSettings settings) {
    return new Tau2World(Tau2Data.read(root), settings);
  }

  @Override
  public Started start() {
    DemoServers servers = DemoServers.start(Tau2Desk.of(new Tau2Shop(data.database())), settings);
    Map<String, String> environment = new HashMap<>(servers.environment());
    environment.put("POLICY", data.policy());
    return new Started(
        DemoJson.text("tau2/pipeline.yaml"), environment, requests(data.tasks()), servers);
  }

  static List<Request> requests(JsonNode tasks) {
    List<Request> requests = new ArrayList<>();
    for (JsonNode task : tasks) {
      JsonNode told = task.at("/user_scenario/instructions");
      String text = told.path("reason_for_call").asText() + " " + told.path("known_info").asText();
      if (!text.isBlank()) {
        requests.add(request(task.path("id").asText(), FirstPerson.of(text.strip())));
      }
    }
    return requests;
  }

  private static Request request(String task, String text) {
    return Request.newBuilder()
        .setRequestId("task-" + task)
        .setTenant(TENANT)
        .setUser("customer-" + task)
        .setInput(text)
        .build();
  }
}
