// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * HTTP clients for very many calls at once that make one attempt each.
 *
 * <p>How many calls fly is bounded by the engine, which keeps the rest in a store; so the client's
 * own limits are out of the way. The client never tries again by itself: attempts are counted, paid
 * and spaced elsewhere. Time limits are set per call, from its start to its last byte.
 */
public final class HttpClients {
  private static final int MAX_CALLS = 100_000;
  private static final int MAX_IDLE_CONNECTIONS = 1_024;

  /** Many servers hang up after five seconds without a call. */
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(4);

  private static final Duration PING = Duration.ofSeconds(20);

  private HttpClients() {}

  public static OkHttpClient create(String name, Duration connectTimeout) {
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher(name))
        .connectionPool(
            new ConnectionPool(MAX_IDLE_CONNECTIONS, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
        .connectTimeout(connectTimeout)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .pingInterval(PING)
        .retryOnConnectionFailure(false)
        .eventListenerFactory(CallWatch::of)
        .addInterceptor(CallWatch::begin)
        .followRedirects(false)
        .addNetworkInterceptor(HttpClients::leaveRetriesToUs)
        .build();
  }

  /** A client for one host, within rules. */
  public static OkHttpClient create(
      String name, Duration connectTimeout, HttpUrl target, NetworkRules rules) {
    return guarded(create(name, connectTimeout), target, rules, Dns.SYSTEM);
  }

  static OkHttpClient guarded(OkHttpClient client, HttpUrl target, NetworkRules rules, Dns dns) {
    return trusting(client, rules.certificates())
        .newBuilder()
        .dns(new GuardedDns(target.host(), rules.allowed(), dns))
        .build();
  }

  /** The same client, which trusts these certificates in place of Java's, if there are any. */
  public static OkHttpClient trusting(OkHttpClient client, String certificates) {
    return certificates.isEmpty()
        ? client
        : TrustedCertificates.trusting(client.newBuilder(), certificates).build();
  }

  /** The same client, each of whose calls makes a connection of its own. */
  public static OkHttpClient withoutOldConnections(OkHttpClient client) {
    ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.NANOSECONDS);
    return client.newBuilder().connectionPool(none).build();
  }

  /** Cancels what is in flight and lets threads and connections go. */
  public static void close(OkHttpClient client) {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  /** Lets threads and connections go once what is in flight has ended. */
  public static void closeSoon(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static Dispatcher dispatcher(String name) {
    Dispatcher dispatcher = new Dispatcher(new CallThreads(name, MAX_CALLS));
    dispatcher.setMaxRequests(MAX_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CALLS);
    return dispatcher;
  }

  /** OkHttp sends a request again on "503, Retry-After: 0"; without the header it does not. */
  private static Response leaveRetriesToUs(Interceptor.Chain chain) throws java.io.IOException {
    Response response = chain.proceed(chain.request());
    boolean again = response.code() == 503 && "0".equals(response.header("Retry-After"));
    return again ? response.newBuilder().removeHeader("Retry-After").build() : response;
  }
}
