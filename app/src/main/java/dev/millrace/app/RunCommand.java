// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import dev.millrace.app.console.Terminal;
import dev.millrace.app.http.HttpEndpoints;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.runtime.AgentApplication;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.KafkaStreams.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One instance of the application, until it is stopped. */
@Command(
    name = "run",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Run one instance of a pipeline, until SIGTERM or Ctrl-C stops it in good order.",
      "More instances with the same application id, each with an instance id and a state directory"
          + " of its own, share the work.",
      "Over HTTP: /metrics for Prometheus, /health (alive), /ready (takes requests)."
    },
    footer = {
      "",
      "Examples:",
      "  millrace run -c pipeline.yaml",
      "  millrace run -c pipeline.yaml -b kafka:9092 --instance-id b --state-dir /var/lib/millrace",
      "  millrace run -c pipeline.yaml --add-jars my-tools.jar",
      "  millrace run -c pipeline.yaml @kafka-credentials.args --log-format json"
    })
final class RunCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private PipelineOption config = new PipelineOption();
  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private ApplicationOptions application = new ApplicationOptions();
  @Mixin private JarOptions jars = new JarOptions();

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where HTTP listens; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  private String httpHost = "";

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "0 for any. Default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Mixin private LogOptions logs = new LogOptions();

  private final Terminal terminal;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogOptions.quiet();
    Pipeline pipeline = config.pipeline(terminal);
    jars.load();
    kafka.access();
    logs.apply("INFO");
    Instance instance = new Instance();
    try (Meters meters = new Meters();
        HttpEndpoints http = listen(meters, instance);
        AgentApplication running =
            AgentApplication.start(
                pipeline, application.settings(pipeline, kafka), meters.registry())) {
      instance.started(running);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "close-application"));
      log.atInfo()
          .addKeyValue("pipeline", pipeline.name())
          .addKeyValue("version", pipeline.version())
          .addKeyValue("http", http.url())
          .log("started");
      running.awaitStopped();
      return running.state() == State.ERROR ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  /** In good order; at once when a second signal comes. */
  private static void stop(AgentApplication running) {
    Signals.onNext(running::close);
    running.close();
  }

  private HttpEndpoints listen(Meters meters, Instance instance) {
    try {
      return HttpEndpoints.start(httpHost, httpPort, meters.registry(), instance::health);
    } catch (IOException e) {
      throw CommandException.wrongUse(
          "HTTP cannot listen on %s:%d; choose others with --http-host and --http-port"
              .formatted(httpHost, httpPort));
    }
  }
}
