// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;

/** Sees by which connection a call goes: by a new one, or by one that earlier calls have left. */
final class Connecting extends EventListener {
  private volatile boolean acquired;
  private volatile boolean made;

  /** The listener that a request brings along. */
  static EventListener of(Call call) {
    Connecting own = call.request().tag(Connecting.class);
    return own == null ? EventListener.NONE : own;
  }

  Request watching(Request request) {
    return request.newBuilder().tag(Connecting.class, this).build();
  }

  boolean isByAnOldOne() {
    return acquired && !made;
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    made = true;
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    acquired = true;
  }
}
