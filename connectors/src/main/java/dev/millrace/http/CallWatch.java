// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.TimePart;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Watches one call: by which connection it goes, a new one or one that earlier calls have left, and
 * what its time goes into. At each moment it is in one part, so the parts add up to the whole.
 *
 * <p>A call changes its part on its own thread alone; other threads only try addresses.
 */
final class CallWatch extends EventListener {
  private final LongSupplier ticker;
  private final Map<TimePart, Long> tookNanos = new EnumMap<>(TimePart.class);
  private TimePart now = TimePart.QUEUE;
  private long sinceNanos;
  private volatile boolean acquired;
  private volatile boolean made;

  /**
   * @param ticker of nanoseconds, from any moment on
   * @param startNanos when the call was handed over, by that ticker
   */
  CallWatch(LongSupplier ticker, long startNanos) {
    this.ticker = ticker;
    this.sinceNanos = startNanos;
  }

  /** The listener that a request brings along. */
  static EventListener of(Call call) {
    CallWatch own = call.request().tag(CallWatch.class);
    return own == null ? EventListener.NONE : own;
  }

  /** Tells it that the call has its thread. OkHttp has no event for that. */
  static Response begin(Interceptor.Chain chain) throws IOException {
    CallWatch own = chain.request().tag(CallWatch.class);
    if (own != null) {
      own.enter(TimePart.REQUEST);
    }
    return chain.proceed(chain.request());
  }

  Request watching(Request request) {
    return request.newBuilder().tag(CallWatch.class, this).build();
  }

  boolean isByAnOldOne() {
    return acquired && !made;
  }

  /** From here on the time goes into this part. */
  void enter(TimePart next) {
    long at = ticker.getAsLong();
    tookNanos.merge(now, at - sinceNanos, Long::sum);
    now = next;
    sinceNanos = at;
  }

  /** What the time went into so far, as of that moment; without the parts it did not come to. */
  Map<TimePart, Duration> parts(long atNanos) {
    Map<TimePart, Duration> parts = new EnumMap<>(TimePart.class);
    tookNanos.forEach((part, nanos) -> parts.put(part, Duration.ofNanos(nanos)));
    parts.merge(now, Duration.ofNanos(atNanos - sinceNanos), Duration::plus);
    return parts;
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    enter(TimePart.CONNECT);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    made = true;
  }

  @Override
  public void secureConnectStart(Call call) {
    enter(TimePart.TLS);
  }

  @Override
  public void secureConnectEnd(Call call, Handshake handshake) {
    enter(TimePart.CONNECT);
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    acquired = true;
    enter(TimePart.REQUEST);
  }

  /** After a redirect, over the connection that it already has. */
  @Override
  public void requestHeadersStart(Call call) {
    enter(TimePart.REQUEST);
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    if (request.body() == null) {
      enter(TimePart.FIRST_BYTE);
    }
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    enter(TimePart.FIRST_BYTE);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    enter(TimePart.BODY);
  }
}
