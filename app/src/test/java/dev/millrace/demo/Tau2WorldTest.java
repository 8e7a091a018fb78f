// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.schemas.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Tau2WorldTest {
  /** Tests run in the module's folder. */
  private static final Path COPY =
      Path.of(System.getProperty("millrace.data", "../../shared/data")).resolve("tau2-bench");

  private final Path folder;

  Tau2WorldTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void servesTheToolsAndTasksOfACopy() {
    assumeTrue(Files.isDirectory(COPY), "no copy of tau2-bench in " + COPY);
    try (DemoWorld.Started started = Tau2World.of(COPY, DemoSettings.INSTANT).start()) {
      assertThat(started.environment()).containsOnlyKeys("SHOP_URL", "MODEL_URL", "POLICY");
      assertThat(started.requests()).hasSizeGreaterThan(100);
      Request first = started.requests().get(0);
      assertThat(first.getInput()).contains("I received my order #W", "I am ");
      assertThat(first.getRequestId()).isEqualTo("task-0");

      Caller tools = new Caller(URI.create(started.environment().get("SHOP_URL")));
      Caller.Answer types = tools.post("/list_all_product_types", "{}");
      assertThat(types.body().size()).isEqualTo(50);
      String order = first.getInput().replaceAll("(?s).*(#W\\d{7}).*", "$1");
      assertThat(tools.post("/get_order_details", "{\"order_id\":\"" + order + "\"}").status())
          .isEqualTo(200);
    }
  }

  @Test
  void saysPlainlyThatThereIsNoCopy() {
    assertThatThrownBy(() -> Tau2World.of(folder.resolve("nowhere")))
        .isInstanceOf(DemoWorldException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("data/tau2/domains/retail");
  }

  @Test
  void readsPlainFilesToo() throws IOException {
    write("{\"users\":{},\"orders\":{},\"products\":{}}", "[{\"id\":\"7\"}]");
    assertThat(Tau2Data.read(folder).policy()).isEqualTo("Be kind.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"users\":{},\"orders\":{}} | [1] | has no products",
        "{\"users\":{},\"orders\":[],\"products\":{}} | [1] | has no orders",
        "{\"users\":{},\"orders\":{},\"products\":{}} | [] | no tasks",
        "not json | [1] | db.json",
        "{} | { | tasks.json"
      })
  void saysWhatIsWrongWithACopy(String database, String tasks, String message) throws IOException {
    write(database, tasks);
    assertThatThrownBy(() -> Tau2Data.read(folder))
        .isInstanceOf(DemoWorldException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    write("{}", "[]");
    Files.delete(folder.resolve("data/tau2/domains/retail/policy.md"));
    assertThatThrownBy(() -> Tau2Data.read(folder)).hasMessageContaining("policy.md");
  }

  private void write(String database, String tasks) throws IOException {
    Path retail = Files.createDirectories(folder.resolve("data/tau2/domains/retail"));
    Files.writeString(retail.resolve("db.json"), database);
    Files.writeString(retail.resolve("tasks.json"), tasks);
    Files.writeString(retail.resolve("policy.md"), "Be kind.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "You are Ann Lee. | I am Ann Lee.",
        "You received your order and you're not happy. | I received my order and I'm not happy.",
        "If they ask you, say your cat sent you. | If they ask me, say my cat sent me.",
        "Your friend told of you; be yourself. | My friend told of me; be myself.",
        "Youth is yours. | Youth is mine."
      })
  void speaksInTheFirstPerson(String told, String said) {
    assertThat(FirstPerson.of(told)).isEqualTo(said);
  }
}
