// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import dev.millrace.call.TimePart;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** A body that tells waiting for its bytes from what is done with them in between. */
final class WatchedBody extends ResponseBody {
  private final ResponseBody body;
  private final BufferedSource source;

  WatchedBody(ResponseBody body, CallWatch watch) {
    this.body = body;
    this.source = Okio.buffer(new Waits(body, watch));
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public BufferedSource source() {
    return source;
  }

  private static final class Waits extends ForwardingSource {
    private final CallWatch watch;

    Waits(ResponseBody body, CallWatch watch) {
      super(body.source());
      this.watch = watch;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      watch.enter(TimePart.BODY);
      try {
        return super.read(sink, byteCount);
      } finally {
        watch.enter(TimePart.PARSE);
      }
    }
  }
}
