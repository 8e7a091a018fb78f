// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.broker.BrokerSettings;
import dev.millrace.broker.EmbeddedBroker;
import dev.millrace.registry.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A broker and a schema registry for one machine, until someone stops it. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Start a Kafka broker and a schema registry for this machine, in one process.",
      "For development: one node, no authentication. Data outlives a restart; Ctrl-C stops it."
    },
    footer = {
      "",
      "Examples:",
      "  millrace broker",
      "  millrace broker --dir /tmp/kafka --port 19092"
    })
final class BrokerCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "millrace-data",
      description = "Where data is kept. Default: ${DEFAULT-VALUE}, here.")
  private Path directory = Path.of("");

  @Option(
      names = "--port",
      defaultValue = "9092",
      description = "Of the broker; 0 for any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--registry-port",
      defaultValue = "8081",
      description = "Of the schema registry; 0 for any. Default: ${DEFAULT-VALUE}.")
  private int registryPort;

  @Mixin private LogOptions logs = new LogOptions();

  private final Terminal terminal;

  BrokerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    logs.apply("ERROR");
    requireFree(port);
    requireFree(registryPort);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(new BrokerSettings(directory.resolve("kafka"), port));
        RegistryServer registry =
            RegistryServer.start(registryPort, directory.resolve("registry"))) {
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
      terminal.out().println("bootstrap.servers=" + broker.bootstrapServers());
      terminal.out().println("schema.registry.url=" + registry.url());
      terminal.err().println("Ctrl-C stops it; data stays in " + directory.toAbsolutePath());
      broker.awaitShutdown();
    }
    return ExitCode.DONE;
  }

  /** Jetty and Kafka would say it in a page of stack trace. */
  private static void requireFree(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw CommandException.wrongUse("%d is no port; ports are 0 to %d".formatted(port, MAX_PORT));
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      socket.getLocalPort();
    } catch (IOException e) {
      throw CommandException.wrongUse(
          "port %d is taken; choose others with --port and --registry-port".formatted(port));
    }
  }
}
