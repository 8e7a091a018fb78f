// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.mcp.Drift;
import dev.millrace.mcp.McpServer;
import dev.millrace.mcp.OfferedTool;
import dev.millrace.pipeline.McpServerConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Tool;
import dev.millrace.runtime.McpServers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the MCP servers of a pipeline offer, beside what the pipeline knows of it. */
final class OfferedTools {
  private static final int LIST_WITHIN_S = 60;

  private final Pipeline pipeline;
  private final List<String> servers;
  private final Terminal terminal;

  OfferedTools(Pipeline pipeline, List<String> servers, Terminal terminal) {
    this.pipeline = pipeline;
    this.servers = servers;
    this.terminal = terminal;
  }

  int print() {
    for (String name : servers) {
      if (!pipeline.mcpServers().containsKey(name)) {
        throw CommandException.wrongUse("the pipeline has no MCP server " + name);
      }
    }
    boolean asKnown = true;
    terminal.out().println("tools:");
    for (McpServerConfig server : pipeline.mcpServers().values()) {
      if (servers.isEmpty() || servers.contains(server.name())) {
        asKnown &= print(server);
      }
    }
    return asKnown ? ExitCode.DONE : ExitCode.FAILED;
  }

  private boolean print(McpServerConfig server) {
    List<OfferedTool> offered = offered(server);
    terminal.out().println("  # offered by " + server.name());
    offered.forEach(tool -> terminal.out().println(ToolYaml.of(server.name(), tool)));
    List<Drift> drifts = Drift.of(pins(server.name()), offered);
    for (Drift drift : drifts) {
      String now = drift.offered().isEmpty() ? "is gone" : "is described in another way now";
      terminal.err().println("%s of %s %s".formatted(drift.tool(), server.name(), now));
    }
    return drifts.isEmpty();
  }

  private Map<String, String> pins(String server) {
    Map<String, String> pins = new TreeMap<>();
    for (Tool tool : pipeline.tools().values()) {
      boolean ofServer = tool.source() instanceof Tool.Mcp mcp && mcp.server().equals(server);
      if (ofServer && tool.source() instanceof Tool.Mcp mcp && !mcp.pin().isEmpty()) {
        pins.put(mcp.tool(), mcp.pin());
      }
    }
    return pins;
  }

  private static List<OfferedTool> offered(McpServerConfig config) {
    try (McpServer server = McpServers.open(config)) {
      return server.tools().get(LIST_WITHIN_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw CommandException.failed(config.name() + ": " + cause.getMessage());
    } catch (TimeoutException e) {
      throw CommandException.failed(config.name() + ": no answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed(config.name() + ": interrupted");
    }
  }
}
