// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.ModelConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.PipelineText.Reread;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.pipeline.Secret;
import dev.millrace.pipeline.Tool;
import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.file.Reading.Invalid;
import dev.millrace.pipeline.file.Reading.Valid;
import dev.millrace.price.Price;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFileTest {
  private static final String SHORT =
      """
      pipeline: {name: p}
      providers: {one: {url: "http://127.0.0.1/v1", api_key: "%s"}}
      models: {m: {provider: one, max_output_tokens: 10, price: {input: 1, output: 1}}}
      routes: {r: {plan: {calls: {c: {model: m, prompt: hi}}, answer: "{{calls.c.text}}"}}}
      """;

  @Test
  void readsEveryKey() {
    Pipeline pipeline = valid("complete.yaml").pipeline();
    assertThat(of(pipeline.providers(), "simulated").limits())
        .isEqualTo(new AccountLimits(5_000L, 2_000_000L, true));

    assertThat(pipeline.name()).isEqualTo("retail-support");
    assertThat(of(pipeline.providers(), "simulated").url()).isEqualTo("http://127.0.0.1:9000/v1");
    assertThat(of(pipeline.providers(), "simulated").apiKey()).isEqualTo(Secret.NONE);
    assertThat(pipeline.models()).containsOnlyKeys("small", "large", "listed");
    assertThat(of(pipeline.models(), "small").prices().at(0).rates().cacheReadNanosPerMillion())
        .isEqualTo(75_000_000);
    assertThat(of(pipeline.models(), "large").wireName()).isEqualTo("large");
    assertThat(of(pipeline.models(), "large").prices().at(0).rates().cacheReadNanosPerMillion())
        .isEqualTo(2_500_000_000L);
    assertThat(of(pipeline.models(), "large").prices().at(0).version())
        .isEqualTo("retail-support@1");
    assertThat(pipeline.budgets().ofTenant("acme").whole().in(BudgetWindow.DAY))
        .isEqualTo(
            new BudgetLimits(50_000_000_000L, 20_000_000L, 50_000L, 20_000L, 10_000L, 50_000L));
    assertThat(pipeline.budgets().ofClass("background").run())
        .isEqualTo(
            new RunLimits(
                new BudgetLimits(30_000_000L, 9_000L, 8_000L, 3_000L, 6L, 9L),
                9L,
                2L,
                Duration.ofMinutes(5)));
    assertThat(pipeline.topics().format()).isEqualTo(TopicSettings.Format.AVRO);
    assertThat(pipeline.limits().maxRequestBytes()).isEqualTo(262_144);
    assertThat(of(pipeline.routes(), "help").way()).isInstanceOf(Agent.class);
  }

  @Test
  void aModelWithoutAPriceOfItsOwnHasItsProvidersListPrice() {
    Map<String, ModelConfig> models = valid("complete.yaml").pipeline().models();

    Price listed = of(models, "listed").prices().at(0);
    assertThat(listed.version()).matches("20..-..-../openai/gpt-5-mini");
    assertThat(listed.rates().cacheReadNanosPerMillion()).isEqualTo(25_000_000);
    assertThat(listed.rates().outputNanosPerMillion()).isEqualTo(2_000_000_000L);
  }

  @Test
  void aPriceOfItsOwnMayHaveTiersAndAnHourOfCache() {
    Price own = of(valid("complete.yaml").pipeline().models(), "large").prices().at(0);

    assertThat(own.rates().cacheWrite1hNanosPerMillion()).isEqualTo(5_000_000_000L);
    assertThat(own.ratesOf(64_000)).isEqualTo(own.rates());
    assertThat(own.ratesOf(64_001).cacheWriteNanosPerMillion()).isEqualTo(6_250_000_000L);
  }

  @Test
  void readsToolsAndWhatTheyDo() {
    Map<String, Tool> tools = valid("complete.yaml").pipeline().tools();

    Tool order = of(tools, "get_order");
    assertThat(((Tool.Http) order.source()).url())
        .isEqualTo("https://shop.test/orders/{{order_id}}");
    assertThat(order.priceNanos()).isEqualTo(1_000_000);
    assertThat(order.retry().total()).isEqualTo(Duration.ofSeconds(60));
    assertThat(of(tools, "get_user").atMostOnce()).isFalse();
    assertThat(of(tools, "cancel_order").atMostOnce()).isTrue();
    assertThat(of(tools, "calculate").source()).isEqualTo(new Tool.JavaFunction("calculate"));
  }

  @Test
  void aToolMaySayOnWhoseBehalfItIsCalled() {
    String file =
        """
        pipeline: {name: p}
        tools:
          t:
            http:
              method: POST
              url: "http://x.test/{{call.tenant}}/orders"
              query: {u: "{{call.user}}"}
              headers: {X-Call: "{{call.id}}"}
              body: {by: "{{call.user}}", all: "{{call}}"}
        routes: {r: {plan: {answer: hi}}}
        """;

    assertThat(PipelineFile.read("p.yaml", file, name -> null)).isInstanceOf(Reading.Valid.class);
  }

  @Test
  void readsAPlanInTheOrderOfTheFile() {
    Plan plan = (Plan) of(valid("complete.yaml").pipeline().routes(), "order_status").way();

    assertThat(plan.calls().keySet()).containsExactly("order", "customer", "both", "mood", "late");
    assertThat(of(plan.calls(), "customer").optional()).isTrue();
    assertThat(of(plan.calls(), "both").join()).isEqualTo(new Plan.All());
    assertThat(of(plan.calls(), "mood").join()).isEqualTo(new Plan.Quorum(1));
    assertThat(of(plan.calls(), "late").join()).isEqualTo(new Plan.Until(Duration.ofMillis(800)));
  }

  @Test
  void theCompleteFileGivesNoWarning() {
    assertThat(valid("complete.yaml").warnings()).isEmpty();
  }

  @Test
  void aShortFileIsEnough() {
    Pipeline pipeline = valid("minimal.yaml").pipeline();

    assertThat(pipeline.version()).isEqualTo("1");
    assertThat(pipeline.topics().format()).isEqualTo(TopicSettings.Format.JSON);
    assertThat(pipeline.classifier().fallbackRoute()).isEqualTo("greet");
    assertThat(valid("minimal.yaml").warnings()).isEmpty();
  }

  @Test
  void aSecretComesFromAFileAndShowsItselfNowhere(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("key"), "  s3cret\n");
    Path file = directory.resolve("pipeline.yaml");
    Files.writeString(file, SHORT.formatted("${file:key}"));

    Valid reading = (Valid) PipelineFile.read(file, name -> null);

    assertThat(of(reading.pipeline().providers(), "one").apiKey().value()).isEqualTo("s3cret");
    assertThat(reading.toString()).doesNotContain("s3cret");
  }

  @Test
  void aSecretThatCannotBeSentIsNotShown() {
    Reading reading = read(SHORT.formatted("${KEY}"), Map.of("KEY", "s3 cret")::get);

    assertThat(((Invalid) reading).mistakes()).hasSize(1);
    assertThat(reading.toString()).contains("line breaks").doesNotContain("s3");
  }

  @Test
  void aVariableThatIsWrongIsNotShown() {
    String file = "pipeline: {name: \"${NAME}\"}\nroutes: {r: {plan: {answer: hi}}}\n";

    Reading reading = read(file, Map.of("NAME", "hidden value")::get);

    assertThat(((Invalid) reading).mistakes()).extracting(Mistake::message).hasSize(1);
    assertThat(reading.toString()).contains("'${NAME}' is not a name").doesNotContain("hidden");
  }

  @Test
  void variablesStandForNumbersHaveDefaultsAndCanBeEscaped() {
    String file =
        """
        pipeline: {name: p}
        limits: {stream_threads: "${THREADS}", max_in_flight: "${MOST:-7}"}
        routes: {r: {plan: {answer: "$${PLAIN} ${EMPTY:-x} {{request.text}} $1"}}}
        """;

    Pipeline pipeline = ((Valid) read(file, Map.of("THREADS", "3", "EMPTY", "")::get)).pipeline();

    assertThat(pipeline.limits().streamThreads()).isEqualTo(3);
    assertThat(pipeline.limits().maxInFlight()).isEqualTo(7);
    assertThat(((Plan) of(pipeline.routes(), "r").way()).answer())
        .isEqualTo("${PLAIN} x {{request.text}} $1");
  }

  @Test
  void whatIsPutInIsNotLookedAtAgain() {
    String file = "pipeline: {name: p}\nroutes: {r: {description: \"${A}\", plan: {answer: a}}}";

    Pipeline pipeline = ((Valid) read(file, Map.of("A", "${B} $0 \\")::get)).pipeline();

    assertThat(of(pipeline.routes(), "r").description()).isEqualTo("${B} $0 \\");
  }

  @Test
  void aPipelineRemembersItsTextAndReadsOthersAsItWasRead() {
    String file = "pipeline: {name: p}\nroutes: {r: {plan: {answer: \"${GREETING}\"}}}\n";
    PipelineText text =
        Objects.requireNonNull(
            ((Valid) read(file, Map.of("GREETING", "Hello")::get)).pipeline().text());

    assertThat(text.text()).isEqualTo(file).doesNotContain("Hello");
    assertThat(text.id()).isEqualTo(PipelineText.idOf(file)).matches("[0-9a-f]{16}");
    assertThat(text.reread(file))
        .isInstanceOfSatisfying(
            Reread.Pipelined.class,
            read -> assertThat(read.pipeline().definition()).isEqualTo(text.id()));
    assertThat(text.reread(file.replace("GREETING", "GONE")))
        .isInstanceOfSatisfying(
            Reread.Refused.class,
            refused -> assertThat(refused.why()).contains(":2:", "the environment has no GONE"));
  }

  @Test
  void warnsOfWhatIsHardlyMeant() {
    String file =
        """
        pipeline: {name: p}
        providers: {one: {url: "http://127.0.0.1/v1"}}
        models: {m: {provider: one, price: {input: 0, output: 1}}}
        tools: {t: {java: t}}
        routes:
          a: {plan: {answer: a}}
          b: {rules: [{text: b}], plan: {answer: b}}
        """;

    List<Warning> warnings = ((Valid) read(file, name -> null)).warnings();

    assertThat(warnings)
        .extracting(Warning::toString)
        .containsExactly(
            "p.yaml:3:13: models.m: without max_output_tokens an answer ends after 1024 tokens."
                + " Mend: add max_output_tokens: with the longest answer that you want",
            "p.yaml:3:13: models.m: nothing uses this model. Mend: use it, or delete it",
            "p.yaml:3:44: models.m.price.input: at a price of zero no budget ever ends."
                + " Mend: write what it costs",
            "p.yaml:4:12: tools.t: nothing uses this tool. Mend: use it, or delete it",
            "p.yaml:4:19: tools.t.java: without effect: read its calls leave at most once, as"
                + " writes. Mend: add effect: read, or effect: write if it changes something",
            "p.yaml:6:6: routes.a: without rules and examples only a request that names it goes"
                + " here. Mend: add rules: or examples:");
  }

  @Test
  void warnsOfWhatASplitTenantDoesNotHave() {
    String file =
        """
        pipeline: {name: p}
        tools: {t: {java: t, effect: read, lock: "{{call.user}}"}}
        models:
          m: &m {provider: one, max_output_tokens: 9, price: {input: 1, output: 1}}
          n: *m
        providers: {one: {url: "http://127.0.0.1/v1"}}
        routes:
          a:
            downgrade: [{left: 0.5, of: tenant.day, models: {m: n}}]
            plan: {calls: {t: {tool: t}, m: {model: m, prompt: p}}, answer: a}
        budgets:
          tenant: {day: {money: 5}}
          tenants: {acme: {shards: 2}, globex: {shards: 1}}
        """;

    List<Warning> warnings = ((Valid) read(file, name -> null)).warnings();

    assertThat(warnings)
        .extracting(Warning::toString)
        .containsExactly(
            "p.yaml:13:28: budgets.tenants.acme.shards: calls with the same lock wait for each"
                + " other only within a shard. Mend: lock what belongs to one user, whose requests"
                + " are in one shard; or leave shards out",
            "p.yaml:13:28: budgets.tenants.acme.shards: no route steps down for what is left of a"
                + " tenant's, a route's or a class's budget here. Mend: write of: user.WINDOW, or"
                + " leave shards out");
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsAMistake(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("latin.yaml");
    Files.write(file, "pipeline: {name: \u00e9}".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(only(PipelineFile.read(file, name -> null))).contains("not UTF-8");
    assertThat(only(PipelineFile.read(directory.resolve("none"), name -> null)))
        .contains("there is no such file");
    assertThat(only(PipelineFile.read(directory, name -> null))).contains("cannot be read");
  }

  @Test
  void aFileThatIsTooLargeIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("large.yaml");
    Files.writeString(file, "#".repeat(PipelineFile.MAX_BYTES + 1));

    assertThat(only(PipelineFile.read(file, name -> null))).contains("larger than 512 KiB");
  }

  @Test
  void aSmallFileCannotBecomeALargeTree() {
    StringBuilder file = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String alias = "*a" + (i - 1);
      file.append("b%d: &a%d [".formatted(i, i));
      file.append(String.join(", ", Collections.nCopies(9, alias))).append("]\n");
    }

    assertThat(only(read(file.toString(), name -> null))).contains("aliases repeat too much");
  }

  @Test
  void depthHasAnEndHoweverItIsReached() {
    String deep = "a: " + "[".repeat(100_000) + "]".repeat(100_000);
    StringBuilder chain = new StringBuilder("a0: &a0 x\n");
    for (int i = 1; i < 100; i++) {
      chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }

    assertThat(only(read(deep, name -> null))).contains("nested deeper than 64 levels");
    assertThat(only(read(chain.toString(), name -> null))).contains("aliases repeat too much");
    assertThat(only(read("a: &a [*a]", name -> null))).contains("names no anchor");
  }

  private static <T> T of(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static String only(Reading reading) {
    List<Mistake> mistakes = ((Invalid) reading).mistakes();
    assertThat(mistakes).hasSize(1);
    return mistakes.get(0).toString();
  }

  private static Valid valid(String name) {
    Reading reading = PipelineFile.read(name, TestFiles.read(name), TestFiles.SHOP);
    assertThat(reading).isInstanceOf(Valid.class);
    return (Valid) reading;
  }

  private static Reading read(String text, Environment environment) {
    return PipelineFile.read("p.yaml", text, environment);
  }
}
