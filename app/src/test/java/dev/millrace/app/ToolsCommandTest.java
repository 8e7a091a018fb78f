// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ToolsCommandTest {
  private static final String SERVER =
      """
      while read -r line; do
        id=$(printf '%s' "$line" | sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p')
        case "$line" in
          *'"initialize"'*) result='{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}' ;;
          *'tools/list'*) result='{"tools":[{"name":"find.note","description":"Finds ${what} \\"you\\" want.","inputSchema":{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]},"annotations":{"readOnlyHint":true}}]}' ;;
          *) continue ;;
        esac
        printf '{"jsonrpc":"2.0","id":"%s","result":%s}\\n' "$id" "$result"
      done
      """;

  private static final String REST =
      """
      routes: {r: {plan: {answer: hi}}}
      """;

  private static final String SHOP =
      """
      openapi: 3.1.0
      servers: [{url: "https://shop.test/v1"}]
      paths:
        /orders/{id}:
          get:
            operationId: getOrder
            summary: Looks up an order.
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: expand, in: query, schema: {type: string}}
      """;

  @TempDir private Path directory;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatAnMcpServerOffersCanBePasted() throws IOException {
    String servers =
        "pipeline: {name: p}\nmcp_servers: {notes: {command: sh, args: [\"%s\"]}}\n"
            .formatted(file("server.sh", SERVER));

    Command offered = Command.run("tools", "-c", file("p.yaml", servers + REST));

    assertThat(offered.err()).contains("nothing uses this MCP server").hasLineCount(1);
    assertThat(offered.exitCode()).isEqualTo(ExitCode.DONE);
    Tool tool = tool(servers + offered.out() + REST, "find_note");
    assertThat(tool.description()).isEqualTo("Finds ${what} \"you\" want.");
    assertThat(tool.effect()).isEqualTo(Tool.Effect.READ);
    assertThat(tool.parameters().path("required").path(0).asText()).isEqualTo("text");
    assertThat(((Tool.Mcp) tool.source()).tool()).isEqualTo("find.note");

    Command same = Command.run("tools", "-c", file("q.yaml", servers + offered.out() + REST));
    assertThat(same.exitCode()).isEqualTo(ExitCode.DONE);
    String pinned = offered.out().replaceAll("pin: \"[0-9a-f]{16}", "pin: \"0123456789abcdef");
    Command drifted = Command.run("tools", "-c", file("q.yaml", servers + pinned + REST));
    assertThat(drifted.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(drifted.err()).contains("find.note of notes is described in another way now");
  }

  @Test
  void aServerThatIsAwayIsAFailureInOneLine() throws IOException {
    String away = "pipeline: {name: p}\nmcp_servers: {far: {command: no-such-program}}\n" + REST;

    Command command = Command.run("tools", "-c", file("p.yaml", away));

    assertThat(command.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(command.err())
        .contains("far: the process cannot be started")
        .doesNotContain("\tat ");
  }

  @Test
  void operationsOfADocumentCanBePasted() throws IOException {
    String document = file("shop.yaml", SHOP);

    assertThat(Command.run("tools", "--openapi", document).out())
        .isEqualTo("getOrder  # Looks up an order.\n");
    Command printed = Command.run("tools", "--openapi", document, "--operation", "getOrder");

    Tool tool = tool("pipeline: {name: p}\n" + printed.out() + REST, "getOrder");
    Tool.Http http = (Tool.Http) tool.source();
    assertThat(http.url()).isEqualTo("https://shop.test/v1/orders/{{id}}");
    assertThat(http.query()).isEqualTo(Map.of("expand", "{{expand}}"));
    assertThat(tool.effect()).isEqualTo(Tool.Effect.READ);
  }

  @Test
  void wrongUseIsToldInALine() throws IOException {
    String document = file("shop.yaml", SHOP);

    assertThat(Command.run("tools").err()).contains("give either --config FILE or --openapi");
    assertThat(Command.run("tools", "--openapi", directory + "/none.yaml").err())
        .contains("cannot be read");
    assertThat(Command.run("tools", "--openapi", document, "--operation", "none").err())
        .contains("the document has no operation 'none'");
    assertThat(Command.run("tools", "--openapi", file("x.yaml", "[: }")).err())
        .contains("neither JSON nor YAML");
    assertThat(Command.run("tools", "--openapi", document, "--operation", "none").exitCode())
        .isEqualTo(ExitCode.WRONG_USE);
  }

  private static Tool tool(String file, String name) {
    Reading reading = PipelineFile.read("p.yaml", file, variable -> null);
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return Objects.requireNonNull(((Reading.Valid) reading).pipeline().tools().get(name));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
