// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All a simulated model server is told.
 *
 * @param port 0 for any free one
 * @param seed of all chance: answers' wording, latencies, faults
 * @param models that it knows; empty for any
 * @param apiKey that clients must send as bearer token; null for none
 * @param allowance beyond which it refuses
 * @param rules for fixed replies, asked before anything else
 */
public record SimulatedModelSettings(
    String host,
    int port,
    long seed,
    List<String> models,
    @Nullable String apiKey,
    Behaviour behaviour,
    Allowance allowance,
    List<Rule> rules) {

  public SimulatedModelSettings {
    requireNonNull(host, "host");
    requireNonNull(behaviour, "behaviour");
    requireNonNull(allowance, "allowance");
    models = List.copyOf(models);
    rules = List.copyOf(rules);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /** On this machine only, on a free port, instant and without faults. */
  public static SimulatedModelSettings defaults() {
    return new SimulatedModelSettings(
        "127.0.0.1", 0, 42, List.of(), null, Behaviour.INSTANT, Allowance.ANY, List.of());
  }

  public SimulatedModelSettings withPort(int newPort) {
    return new SimulatedModelSettings(
        host, newPort, seed, models, apiKey, behaviour, allowance, rules);
  }

  public SimulatedModelSettings withHost(String newHost) {
    return new SimulatedModelSettings(
        newHost, port, seed, models, apiKey, behaviour, allowance, rules);
  }

  public SimulatedModelSettings withSeed(long newSeed) {
    return new SimulatedModelSettings(
        host, port, newSeed, models, apiKey, behaviour, allowance, rules);
  }

  public SimulatedModelSettings withModels(List<String> newModels) {
    return new SimulatedModelSettings(
        host, port, seed, newModels, apiKey, behaviour, allowance, rules);
  }

  public SimulatedModelSettings withApiKey(@Nullable String newApiKey) {
    return new SimulatedModelSettings(
        host, port, seed, models, newApiKey, behaviour, allowance, rules);
  }

  public SimulatedModelSettings withBehaviour(Behaviour newBehaviour) {
    return new SimulatedModelSettings(
        host, port, seed, models, apiKey, newBehaviour, allowance, rules);
  }

  public SimulatedModelSettings withRules(List<Rule> newRules) {
    return new SimulatedModelSettings(
        host, port, seed, models, apiKey, behaviour, allowance, newRules);
  }

  public SimulatedModelSettings withAllowance(Allowance newAllowance) {
    return new SimulatedModelSettings(
        host, port, seed, models, apiKey, behaviour, newAllowance, rules);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SimulatedModelSettings[%s:%d, seed=%d, models=%s, %s, %s, %d rules]"
        .formatted(host, port, seed, models, behaviour, allowance, rules.size());
  }
}
