// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.model.BreakerSettings;
import dev.millrace.price.Price;
import dev.millrace.price.PriceHistory;
import dev.millrace.price.Rates;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineRecordsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void refuseNonsenseAtBirth() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BudgetLimits(-1L, null, null, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(0, SECOND, SECOND, SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, SECOND.plusNanos(1), SECOND, SECOND));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CachePolicy(Duration.ZERO, CachePolicy.Scope.USER));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Classifier(true, null, 5, Double.NaN, 0, null, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new Plan.Quorum(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Agent("m", "", List.of(), 0, 1, Map.of(), null, Guard.USUAL));
  }

  @Test
  void refuseFallbacksInARing() {
    assertThatIllegalArgumentException().isThrownBy(() -> model("a", "b", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> model("a", "b", "c", "b"));
    assertThat(model("a", "b", "c").fallbacks()).containsExactly("b", "c");
  }

  private static ModelConfig model(String name, String... fallbacks) {
    Rates rates = new Rates(1, 1, 1, 1, 1);
    return new ModelConfig(
        name,
        "p",
        name,
        1,
        null,
        1,
        null,
        null,
        PromptCache.AUTO,
        SECOND,
        RetryPolicy.DEFAULT,
        List.of(fallbacks),
        null,
        PriceHistory.always(Price.flat("v", "USD", rates)));
  }

  @Test
  void doNotChangeWithWhatTheyWereMadeOf() {
    Map<String, String> headers = new HashMap<>(Map.of("a", "b"));
    Tool.Http http = new Tool.Http("GET", "http://x.test", Map.of(), headers, null);

    headers.clear();

    assertThat(http.headers()).containsEntry("a", "b");
  }

  @Test
  void showNoSecret() {
    Map<String, String> headers = Map.of("Authorization", "hidden");
    Secret key = new Secret("hidden");
    Provider provider =
        new Provider(
            "p",
            Provider.Protocol.OPENAI_CHAT,
            "http://x.test",
            key,
            headers,
            1,
            AccountLimits.NONE,
            BreakerSettings.DEFAULT,
            new Provider.Connection(List.of(), SECOND, SECOND, ""),
            null);

    assertThat(provider.toString()).contains("Authorization").doesNotContain("hidden");
    assertThat(new Tool.Http("GET", "http://x.test", Map.of(), headers, null).toString())
        .doesNotContain("hidden");
  }
}
