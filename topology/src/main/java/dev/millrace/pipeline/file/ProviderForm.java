// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.millrace.model.BreakerSettings;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.Provider;
import dev.millrace.pipeline.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code providers.NAME}. */
final class ProviderForm extends Form<Provider> {
  private final Key<Provider.Protocol> protocol =
      key("protocol", Texts.oneOf(Provider.Protocol.class), Provider.Protocol.OPENAI_CHAT);
  private final Key<String> url =
      required("url", Texts.url("a URL such as https://api.example.com/v1"));
  private final Key<List<String>> replicas =
      key("replicas", new ListOf<>(63, Texts.url("a URL such as http://gpu-2:8000/v1")), List.of());
  private final Key<Secret> apiKey = key("api_key", new SecretKind(), Secret.NONE);
  private final Key<Map<String, String>> headers =
      key("headers", MapOf.headers(Texts.line()), Map.of());
  private final Key<Integer> maxInFlight = key("max_in_flight", Numbers.whole(1, 100_000), 256);
  private final Key<AccountLimits> limits =
      key("limits", new AccountLimitsForm(), AccountLimits.NONE);
  private final Key<BreakerSettings> breaker =
      key("breaker", new BreakerForm(), BreakerSettings.DEFAULT);
  private final Key<Duration> connectTimeout =
      key("connect_timeout", Quantities.duration(ofMillis(1), ofMinutes(5)), ofSeconds(2));
  private final Key<Duration> idleTimeout =
      key("idle_timeout", Quantities.duration(ofMillis(1), ofHours(1)), ofSeconds(60));
  private final Key<String> trustStore = key("trust_store", new CertificatesKind(), "");
  private final Key<String> prices = optional("prices", new PriceList());

  @Override
  void check(Entries entries) {
    if (entries.has(headers)) {
      Literals.checkNamed(entries.at(headers));
    }
    List<String> others = entries.find(replicas);
    if (others != null) {
      Set<String> servers =
          new HashSet<>(Set.of(Objects.requireNonNullElse(entries.find(url), "")));
      if (!others.stream().allMatch(servers::add)) {
        entries.at(replicas).mistake("a server is there twice", "list each of the others once");
      }
    }
  }

  @Override
  Provider build(Entries entries) {
    return new Provider(
        entries.name(),
        entries.get(protocol),
        entries.get(url),
        entries.get(apiKey),
        entries.get(headers),
        entries.get(maxInFlight),
        entries.get(limits),
        entries.get(breaker),
        new Provider.Connection(
            entries.get(replicas),
            entries.get(connectTimeout),
            entries.get(idleTimeout),
            entries.get(trustStore)),
        entries.find(prices));
  }
}
