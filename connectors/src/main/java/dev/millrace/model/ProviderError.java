// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.http.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an error of a provider means.
 *
 * @param codes the provider's own words for it, for people; what does not look like a code is not
 *     shown, since it may repeat the prompt
 * @param retryAfter when to come back, if the body says so; the headers are read by others
 */
public record ProviderError(FailureKind kind, List<String> codes, @Nullable Duration retryAfter) {
  private static final Pattern PLAIN_CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

  public ProviderError {
    codes = List.copyOf(codes);
  }

  /** The failure of an attempt that was answered with this; what the headers say goes first. */
  public Failure toFailure(int status, Headers headers, Instant now) {
    Duration asked = RetryAfter.of(headers, now);
    return new Failure(kind, detail(status), asked == null ? retryAfter : asked);
  }

  private String detail(int status) {
    StringBuilder detail = new StringBuilder("HTTP ").append(status);
    codes.stream()
        .filter(code -> PLAIN_CODE.matcher(code).matches())
        .forEach(code -> detail.append(' ').append(code));
    return detail.toString();
  }
}
