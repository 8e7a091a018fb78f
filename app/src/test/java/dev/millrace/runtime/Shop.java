// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.runtime;

import dev.millrace.kafka.Await;
import dev.millrace.kafka.StreamsSettings.Guarantee;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.file.PipelineFile;
import dev.millrace.pipeline.file.Reading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.StreamsConfig;

/** The test's application: in this process, or as a child that can be killed. */
final class Shop {
  static final String READY = "READY";

  /** Names how many standby replicas a child's application keeps; none, if it is not set. */
  static final String STANDBYS = "STANDBYS";

  /** What may be spent, if it is not as much as anybody likes. */
  static final String BUDGETS = "BUDGETS";

  /** What may be used of the account of the models' provider, if it is not that either. */
  static final String LIMITS = "LIMITS";

  private static final String NO_LIMITS = "limits: {}}";
  private static final String NO_BUDGETS = "{currency: USD}";

  private Shop() {}

  static Pipeline pipeline(Map<String, String> environment) {
    String budgets = environment.getOrDefault(BUDGETS, NO_BUDGETS);
    String limits = "limits: %s}".formatted(environment.getOrDefault(LIMITS, "{}"));
    return pipeline(
        environment, text -> text.replace(NO_BUDGETS, budgets).replace(NO_LIMITS, limits));
  }

  static Pipeline pipeline(Map<String, String> environment, UnaryOperator<String> change) {
    try (InputStream file = Shop.class.getResourceAsStream("shop.yaml")) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      Reading reading = PipelineFile.read("shop.yaml", change.apply(text), environment::get);
      if (reading instanceof Reading.Valid valid) {
        return valid.pipeline();
      }
      throw new IllegalStateException(reading.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AgentApplication start(
      Map<String, String> environment, String bootstrapServers, Path stateDir, String instance) {
    return start(environment, bootstrapServers, stateDir, instance, Map.of());
  }

  static AgentApplication start(
      Map<String, String> environment,
      String bootstrapServers,
      Path stateDir,
      String instance,
      Map<String, String> overrides) {
    return start(pipeline(environment), bootstrapServers, stateDir, instance, overrides);
  }

  static AgentApplication start(
      Pipeline pipeline,
      String bootstrapServers,
      Path stateDir,
      String instance,
      Map<String, String> overrides) {
    AgentApplication.Settings settings =
        new AgentApplication.Settings(
            bootstrapServers,
            "shop",
            stateDir.resolve(instance),
            instance,
            Guarantee.EXACTLY_ONCE,
            overrides);
    return AgentApplication.start(pipeline, settings, new SimpleMeterRegistry());
  }

  /** The second time ends what the first one waits for. */
  static void stopInTheMiddle(AgentApplication app) throws InterruptedException {
    Thread stopping = new Thread(app::close);
    stopping.start();
    Await.until("not ready any more", () -> !app.isReady());
    app.close();
    stopping.join();
  }

  /** As a child: BOOTSTRAP STATE_DIR INSTANCE, the rest from the environment. */
  public static void main(String[] args) throws InterruptedException {
    String standbys = System.getenv().getOrDefault(STANDBYS, "0");
    AgentApplication application =
        start(
            System.getenv(),
            args[0],
            Path.of(args[1]),
            args[2],
            Map.of(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys));
    while (!application.isReady()) {
      Thread.onSpinWait();
    }
    System.out.println(READY);
    application.awaitStopped();
  }
}
