// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.io.IOException;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Bytes up to a limit. They are counted after decompression, so a small bomb stays small. */
public final class LimitedSource extends ForwardingSource {
  private final long maxBytes;
  private long bytesRead;

  private LimitedSource(Source source, long maxBytes) {
    super(source);
    this.maxBytes = maxBytes;
  }

  /**
   * The bytes of a body; reading beyond the limit fails.
   *
   * @throws ResponseTooLargeException if the body already says that it is larger
   */
  public static BufferedSource of(ResponseBody body, long maxBytes)
      throws ResponseTooLargeException {
    if (body.contentLength() > maxBytes) {
      throw new ResponseTooLargeException(maxBytes);
    }
    return Okio.buffer(new LimitedSource(body.source(), maxBytes));
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    long read = super.read(sink, byteCount);
    bytesRead += Math.max(0, read);
    if (bytesRead > maxBytes) {
      throw new ResponseTooLargeException(maxBytes);
    }
    return read;
  }
}
