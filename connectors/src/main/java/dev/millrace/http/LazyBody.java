// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A JSON body that is written out on the thread of the call, not on the one that starts it. */
public final class LazyBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Supplier<byte[]> writer;
  private byte @Nullable [] bytes;

  public LazyBody(Supplier<byte[]> writer) {
    this.writer = writer;
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return bytes().length;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes());
  }

  private synchronized byte[] bytes() {
    if (bytes == null) {
      bytes = writer.get();
    }
    return bytes;
  }
}
