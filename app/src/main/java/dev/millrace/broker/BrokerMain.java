// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.broker;

import java.nio.file.Path;

/** The embedded broker as a JVM of its own: {@code BrokerMain DIRECTORY [PORT]}. */
public final class BrokerMain {

  /** Begins the one line that says where the broker listens, once it does. */
  public static final String READY = "bootstrap.servers=";

  private BrokerMain() {}

  public static void main(String[] args) {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: BrokerMain DIRECTORY [PORT]");
      System.exit(2);
    }
    int port = args.length == 2 ? Integer.parseInt(args[1]) : 0;
    EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(Path.of(args[0]), port));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
    System.out.println(READY + broker.bootstrapServers());
    broker.awaitShutdown();
  }
}
