// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.http.NetworkRules;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool behind HTTP. URL, query, headers and body are templates over the call's arguments; {@code
 * call.tenant}, {@code call.user} and {@code call.id} tell on whose behalf. Headers may hold
 * secrets, so {@link #toString} does not show them.
 *
 * @param url scheme, host and port must be literal; see {@link dev.millrace.template.Template#url}
 * @param query a parameter that renders empty is left out
 * @param headers a header that renders empty is left out
 * @param body sent as JSON; null sends the arguments themselves where the method has a body
 * @param pick result field to JSON pointer into the answer; empty picks everything
 * @param maxResponseBytes a longer answer is a failure, not a cut
 * @param atMostOnce whether it would do harm to send a request twice
 * @param rules of where its host may be, and who signs for it
 */
public record HttpToolSettings(
    String name,
    String method,
    String url,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable JsonNode body,
    Map<String, String> pick,
    Duration connectTimeout,
    int maxResponseBytes,
    boolean atMostOnce,
    NetworkRules rules) {

  public static final int DEFAULT_MAX_RESPONSE_BYTES = 10 << 20;

  public HttpToolSettings {
    query = inOrder(query);
    headers = inOrder(headers);
    pick = inOrder(pick);
    if (maxResponseBytes < 1) {
      throw new IllegalArgumentException("maxResponseBytes < 1: " + maxResponseBytes);
    }
  }

  /** A tool on the public internet, or at an address that the URL itself names. */
  public HttpToolSettings(
      String name,
      String method,
      String url,
      Map<String, String> query,
      Map<String, String> headers,
      @Nullable JsonNode body,
      Map<String, String> pick,
      Duration connectTimeout,
      int maxResponseBytes,
      boolean atMostOnce) {
    this(
        name,
        method,
        url,
        query,
        headers,
        body,
        pick,
        connectTimeout,
        maxResponseBytes,
        atMostOnce,
        NetworkRules.USUAL);
  }

  /** A tool that is read by GET, with the defaults for all else. */
  public static HttpToolSettings get(String name, String url) {
    return new HttpToolSettings(
        name,
        "GET",
        url,
        Map.of(),
        Map.of(),
        null,
        Map.of(),
        Duration.ofSeconds(5),
        DEFAULT_MAX_RESPONSE_BYTES,
        false);
  }

  /** Copied in the order of the file, so that every attempt asks for the same URL. */
  private static Map<String, String> inOrder(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public String toString() {
    return "HttpToolSettings[" + name + " " + method + " " + url + "]";
  }
}
