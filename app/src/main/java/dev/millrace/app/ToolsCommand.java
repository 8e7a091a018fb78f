// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.openapi.OpenApiDocument;
import dev.millrace.openapi.OpenApiException;
import dev.millrace.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints tools as a pipeline file has them, from where they are described. */
@Command(
    name = "tools",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Print tools, ready to paste into a pipeline file: those that its MCP servers offer, or",
      "operations of an OpenAPI document. Tools of the file that their server describes in another",
      "way than when they were pinned are named, and the exit code is 1."
    },
    footer = {
      "",
      "Examples:",
      "  millrace tools -c pipeline.yaml",
      "  millrace tools -c pipeline.yaml --server parcels",
      "  millrace tools --openapi shop.yaml",
      "  millrace tools --openapi https://api.example.com/openapi.json --operation getOrder"
    })
final class ToolsCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The pipeline file, for what its MCP servers offer.")
  private @Nullable Path config;

  @Option(names = "--server", paramLabel = "NAME", description = "Only of this one; repeatable.")
  private List<String> servers = List.of();

  @Option(
      names = "--openapi",
      paramLabel = "DOCUMENT",
      description = "An OpenAPI 3 document, JSON or YAML: a file or a URL.")
  private @Nullable String openapi;

  @Option(
      names = "--operation",
      paramLabel = "ID",
      description =
          "The operation to print, or 'METHOD /path'; repeatable. Without: a list of all.")
  private List<String> operations = List.of();

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Where the API is, if its document does not say so in full.")
  private @Nullable String baseUrl;

  private final Terminal terminal;

  ToolsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogOptions.quiet();
    Path file = config;
    String document = openapi;
    if (file != null && document == null) {
      Pipeline pipeline = PipelineOption.of(file).pipeline(terminal);
      return new OfferedTools(pipeline, servers, terminal).print();
    }
    if (file == null && document != null) {
      try {
        return print(OpenApiFile.read(document, baseUrl));
      } catch (OpenApiException e) {
        throw CommandException.wrongUse(document + ": " + e.getMessage());
      }
    }
    throw CommandException.wrongUse("give either --config FILE or --openapi DOCUMENT");
  }

  private int print(OpenApiDocument document) {
    if (operations.isEmpty()) {
      for (String operation : document.operations()) {
        terminal.out().println(operation + "  # " + document.summary(operation));
      }
    } else {
      terminal.out().println("tools:");
      operations.forEach(each -> terminal.out().println(ToolYaml.of(document.tool(each))));
    }
    return ExitCode.DONE;
  }
}
