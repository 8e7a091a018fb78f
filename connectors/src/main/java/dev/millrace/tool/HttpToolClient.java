// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.http.HttpAttempt;
import dev.millrace.http.HttpClients;
import dev.millrace.template.RenderException;
import dev.millrace.token.TokenCounter;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** A tool behind HTTP. Each attempt carries the call's id as its {@code Idempotency-Key}. */
public final class HttpToolClient implements ToolClient {
  private final HttpToolRequests requests;
  private final HttpToolReader reader;
  private final OkHttpClient http;
  private final boolean atMostOnce;

  /**
   * A client of its own connections and threads.
   *
   * @param tokens counts what results take of a prompt
   * @param clock to read dates in {@code Retry-After} by
   * @throws IllegalArgumentException if the settings make no sense
   * @throws dev.millrace.template.TemplateException if a template has wrong syntax
   */
  public HttpToolClient(HttpToolSettings settings, TokenCounter tokens, InstantSource clock) {
    this.requests = new HttpToolRequests(settings);
    this.reader = new HttpToolReader(settings, tokens, clock);
    this.http = http(settings, requests.origin());
    this.atMostOnce = settings.atMostOnce();
  }

  /** Where a request cannot be repeated, an old connection may be the end of it. */
  private static OkHttpClient http(HttpToolSettings settings, HttpUrl origin) {
    OkHttpClient http =
        HttpClients.create(
                "tool-" + settings.name(), settings.connectTimeout(), origin, settings.rules())
            .newBuilder()
            .addInterceptor(Origins::followWithin)
            .build();
    return settings.atMostOnce() ? HttpClients.withoutOldConnections(http) : http;
  }

  @Override
  public CompletableFuture<Outcome<ToolResponse>> send(ToolRequest request) {
    ObjectNode arguments = ToolJson.arguments(request.arguments());
    if (arguments == null) {
      return invalid("the arguments are no JSON object");
    }
    Request httpRequest;
    try {
      httpRequest = requests.request(request, arguments);
    } catch (RenderException e) {
      return invalid(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return invalid("the arguments make no request of this tool");
    }
    return atMostOnce
        ? HttpAttempt.once(http, httpRequest, request.timeout(), reader)
        : HttpAttempt.repeatable(http, httpRequest, request.timeout(), reader);
  }

  private static CompletableFuture<Outcome<ToolResponse>> invalid(String detail) {
    return Outcome.failedNow(Failure.of(FailureKind.INVALID_ARGUMENTS, detail));
  }

  @Override
  public void close() {
    HttpClients.close(http);
  }
}
