// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Keeps a tool at home. A read may be redirected within its scheme, host and port; it is not led
 * elsewhere with our headers, and what writes is not sent a second time.
 */
final class Origins {
  private static final int MAX_REDIRECTS = 5;

  private Origins() {}

  static boolean same(HttpUrl a, HttpUrl b) {
    return a.scheme().equals(b.scheme()) && a.host().equals(b.host()) && a.port() == b.port();
  }

  /** An interceptor; a redirect that is not followed is returned as it came. */
  static Response followWithin(Interceptor.Chain chain) throws IOException {
    Request request = chain.request();
    Response response = chain.proceed(request);
    for (int followed = 0; followed < MAX_REDIRECTS && mayFollow(response); followed++) {
      HttpUrl target = request.url().resolve(response.header("Location", ""));
      if (target == null || !same(target, request.url())) {
        return response;
      }
      response.close();
      request = request.newBuilder().url(target).build();
      response = chain.proceed(request);
    }
    return response;
  }

  private static boolean mayFollow(Response response) {
    String method = response.request().method();
    return response.isRedirect() && (method.equals("GET") || method.equals("HEAD"));
  }
}
