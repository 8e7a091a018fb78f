// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How to reach a provider that speaks OpenAI's chat completions. Headers and key may be secrets, so
 * {@link #toString} shows neither.
 *
 * @param name ours, for threads and logs
 * @param baseUrl up to and without {@code /chat/completions}; a query, if any, is kept
 * @param apiKey asked for each attempt, so that a rotated key is taken up; empty if none is needed
 * @param headers sent with every attempt
 * @param streaming whether to ask for a stream; what comes back is read either way
 * @param outputLimit the field that bounds an answer
 * @param maxResponseBytes a longer answer is a failure, not a cut
 */
public record OpenAiChatSettings(
    String name,
    String baseUrl,
    Supplier<String> apiKey,
    Map<String, String> headers,
    Duration connectTimeout,
    boolean streaming,
    OutputLimit outputLimit,
    int maxResponseBytes) {

  public static final int DEFAULT_MAX_RESPONSE_BYTES = 8 << 20;

  /** The two names of the field that bounds an answer: OpenAI's own, and what others still read. */
  public enum OutputLimit {
    MAX_COMPLETION_TOKENS("max_completion_tokens"),
    MAX_TOKENS("max_tokens");

    private final String field;

    OutputLimit(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  public OpenAiChatSettings {
    headers = Map.copyOf(headers);
    String scheme = String.valueOf(URI.create(baseUrl).getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("not an http(s) URL: " + baseUrl);
    }
    if (maxResponseBytes < 1) {
      throw new IllegalArgumentException("maxResponseBytes < 1: " + maxResponseBytes);
    }
  }

  /** A provider at this address, with a key or without, and the defaults for all else. */
  public static OpenAiChatSettings of(String name, String baseUrl, Supplier<String> apiKey) {
    return new OpenAiChatSettings(
        name,
        baseUrl,
        apiKey,
        Map.of(),
        Duration.ofSeconds(5),
        true,
        OutputLimit.MAX_COMPLETION_TOKENS,
        DEFAULT_MAX_RESPONSE_BYTES);
  }

  public OpenAiChatSettings withHeaders(Map<String, String> more) {
    return new OpenAiChatSettings(
        name, baseUrl, apiKey, more, connectTimeout, streaming, outputLimit, maxResponseBytes);
  }

  public OpenAiChatSettings withConnectTimeout(Duration timeout) {
    return new OpenAiChatSettings(
        name, baseUrl, apiKey, headers, timeout, streaming, outputLimit, maxResponseBytes);
  }

  public OpenAiChatSettings withStreaming(boolean wanted) {
    return new OpenAiChatSettings(
        name, baseUrl, apiKey, headers, connectTimeout, wanted, outputLimit, maxResponseBytes);
  }

  public OpenAiChatSettings withOutputLimit(OutputLimit field) {
    return new OpenAiChatSettings(
        name, baseUrl, apiKey, headers, connectTimeout, streaming, field, maxResponseBytes);
  }

  public OpenAiChatSettings withMaxResponseBytes(int bytes) {
    return new OpenAiChatSettings(
        name, baseUrl, apiKey, headers, connectTimeout, streaming, outputLimit, bytes);
  }

  @Override
  public String toString() {
    return "OpenAiChatSettings[" + name + " " + baseUrl + "]";
  }
}
