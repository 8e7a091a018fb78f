// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user sees it, with all that runs behind it. */
class DemoIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String EXPECTED = "/dev/millrace/demo/retail/expected.jsonl";

  @TempDir private Path directory;

  /** How a request ended, in the words of the demo's own expectations. */
  private record End(String status, String route) {
    static End of(JsonNode line) {
      return new End(line.path("status").asText(), line.path("route").asText());
    }
  }

  @Test
  void everyRequestEndsAsItIsToldThatItWill() throws IOException {
    Command demo = Command.run("demo", "--json", "--rate", "40");

    assertThat(demo.exitCode()).as(demo.err()).isEqualTo(ExitCode.DONE);
    assertThat(ends(demo.out())).isEqualTo(ends(expected()));
    JsonNode summary = summary(demo.out());
    assertThat(summary.path("requests").asInt()).isEqualTo(expected().lines().count());
    assertThat(summary.path("repeated_requests").asInt()).isEqualTo(3);
    assertThat(summary.path("cost_nanos").asLong()).isPositive();
  }

  @Test
  void aCopyOfTau2BenchIsAWorld() throws IOException {
    Path retail = Files.createDirectories(directory.resolve("data/tau2/domains/retail"));
    Files.writeString(retail.resolve("policy.md"), "Be kind.");
    Files.writeString(retail.resolve("tasks.json"), "[" + task(1) + "," + task(2) + "]");
    Files.writeString(
        retail.resolve("db.json"),
        """
        {"users": {"ann_lee_1": {"user_id": "ann_lee_1", "email": "ann@example.com"}},
         "orders": {"#W0000001": {"order_id": "#W0000001", "status": "pending"}},
         "products": {}}
        """);

    Command demo = Command.run("demo", "--json", "--world", directory.toString());

    assertThat(demo.exitCode()).as(demo.err()).isEqualTo(ExitCode.DONE);
    assertThat(ends(demo.out()))
        .isEqualTo(
            Map.of(
                "task-1", new End("completed", "retail_agent"),
                "task-2", new End("completed", "retail_agent")));
  }

  private static String task(int id) {
    return """
    {"id": "%d", "user_scenario": {"instructions": {
      "reason_for_call": "You want to know where your order #W0000001 is.",
      "known_info": "You are Ann Lee, ann@example.com."}}}
    """
        .formatted(id);
  }

  private static Map<String, End> ends(String lines) throws JsonProcessingException {
    Map<String, End> ends = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode json = JSON.readTree(line);
      if (json.has("request_id")) {
        ends.put(json.path("request_id").asText(), End.of(json));
      }
    }
    return ends;
  }

  private static JsonNode summary(String lines) throws JsonProcessingException {
    return JSON.readTree(lines.lines().reduce("", (before, last) -> last));
  }

  private static String expected() throws IOException {
    try (InputStream in = DemoIT.class.getResourceAsStream(EXPECTED)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
