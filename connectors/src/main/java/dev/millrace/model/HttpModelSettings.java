// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How to reach a provider of models. Headers and key may be secrets, so {@link #toString} shows
 * neither.
 *
 * @param name ours, for threads and logs
 * @param baseUrl up to and without what the protocol names, such as {@code /chat/completions}; a
 *     query, if any, is kept
 * @param apiKey asked for each attempt, so that a rotated key is taken up; empty if none is needed
 * @param headers sent with every attempt; they replace those of the protocol
 * @param streaming false for a server that cannot stream, whatever a request asks for
 * @param idleTimeout the longest silence of a stream once the model has begun to speak
 * @param certificates in PEM, in place of those that Java trusts; empty for those
 * @param maxResponseBytes a longer answer is a failure, not a cut
 */
public record HttpModelSettings(
    String name,
    String baseUrl,
    Supplier<String> apiKey,
    Map<String, String> headers,
    Duration connectTimeout,
    boolean streaming,
    Duration idleTimeout,
    String certificates,
    int maxResponseBytes) {

  public static final int DEFAULT_MAX_RESPONSE_BYTES = 8 << 20;
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);

  public HttpModelSettings {
    headers = Map.copyOf(headers);
    String scheme = String.valueOf(URI.create(baseUrl).getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("not an http(s) URL: " + baseUrl);
    }
    if (maxResponseBytes < 1) {
      throw new IllegalArgumentException("maxResponseBytes < 1: " + maxResponseBytes);
    }
    if (idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("idleTimeout < 1 ms: " + idleTimeout);
    }
  }

  /** A provider at this address, with a key or without, and the defaults for all else. */
  public static HttpModelSettings of(String name, String baseUrl, Supplier<String> apiKey) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        Map.of(),
        Duration.ofSeconds(5),
        true,
        DEFAULT_IDLE_TIMEOUT,
        "",
        DEFAULT_MAX_RESPONSE_BYTES);
  }

  public HttpModelSettings withHeaders(Map<String, String> more) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        more,
        connectTimeout,
        streaming,
        idleTimeout,
        certificates,
        maxResponseBytes);
  }

  public HttpModelSettings withConnectTimeout(Duration timeout) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        headers,
        timeout,
        streaming,
        idleTimeout,
        certificates,
        maxResponseBytes);
  }

  public HttpModelSettings withStreaming(boolean wanted) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        headers,
        connectTimeout,
        wanted,
        idleTimeout,
        certificates,
        maxResponseBytes);
  }

  public HttpModelSettings withIdleTimeout(Duration timeout) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        headers,
        connectTimeout,
        streaming,
        timeout,
        certificates,
        maxResponseBytes);
  }

  public HttpModelSettings withCertificates(String pem) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        headers,
        connectTimeout,
        streaming,
        idleTimeout,
        pem,
        maxResponseBytes);
  }

  public HttpModelSettings withMaxResponseBytes(int bytes) {
    return new HttpModelSettings(
        name,
        baseUrl,
        apiKey,
        headers,
        connectTimeout,
        streaming,
        idleTimeout,
        certificates,
        bytes);
  }

  @Override
  public String toString() {
    return "HttpModelSettings[" + name + " " + baseUrl + "]";
  }
}
