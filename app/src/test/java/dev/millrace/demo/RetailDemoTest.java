// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RetailDemoTest {

  @Test
  void startsAllThatItsPipelineAsksTheEnvironmentFor() {
    try (DemoWorld.Started started = new RetailDemo(DemoSettings.INSTANT).start()) {
      Pattern variable = Pattern.compile("\\$\\{(\\w+)}");
      assertThat(variable.matcher(started.pipeline()).results().map(MatchResult::group).distinct())
          .containsExactlyInAnyOrder("${MODEL_URL}", "${SHOP_URL}", "${REGISTRY_URL}");
      assertThat(started.environment()).containsOnlyKeys("MODEL_URL", "SHOP_URL");

      Caller shop = new Caller(URI.create(started.environment().get("SHOP_URL")));
      assertThat(shop.get("/orders/BR-20001").status()).isEqualTo(200);
      Caller models = new Caller(URI.create(started.environment().get("MODEL_URL")));
      assertThat(models.get("/models").body().at("/data/0/id").asText()).isEqualTo("sim-small");
    }
  }

  @Test
  void everyStartIsANewWorld() {
    RetailDemo demo = new RetailDemo(DemoSettings.INSTANT);
    try (DemoWorld.Started one = demo.start();
        DemoWorld.Started other = demo.start()) {
      new Caller(one.servers().tools()).post("/orders/BR-20016/cancel", "");
      Caller untouched = new Caller(other.servers().tools());
      assertThat(untouched.get("/orders/BR-20016").body().path("status").asText())
          .isEqualTo("pending");
    }
  }
}
