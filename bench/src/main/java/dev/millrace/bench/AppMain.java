// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.runtime.AgentApplication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The application as a child: {@code BOOTSTRAP STATE_DIR GUARANTEE PIPELINE_FILE [INSTANCE
 * [SETTING=VALUE ...]]}, of Kafka Streams' settings.
 */
final class AppMain {
  static final String READY = "application is ready";

  private AppMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Pipeline pipeline = BenchPipeline.read(args[3], System::getenv);
    String id = pipeline.topics().prefix();
    String instance = args.length > 4 ? args[4] : "one";
    AgentApplication.Settings settings =
        new AgentApplication.Settings(
            args[0], id, Path.of(args[1]), instance, Guarantee.valueOf(args[2]), overrides(args));
    AgentApplication application =
        AgentApplication.start(pipeline, settings, new SimpleMeterRegistry());
    Runtime.getRuntime().addShutdownHook(new Thread(application::close, "close-application"));
    while (!application.isReady()) {
      Thread.sleep(10);
    }
    System.out.println(READY);
    application.awaitStopped();
  }

  private static Map<String, String> overrides(String[] args) {
    return Arrays.stream(args)
        .skip(5)
        .map(setting -> setting.split("=", 2))
        .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
  }
}
