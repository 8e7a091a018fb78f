// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A wire protocol of models: how a request looks, and what an answer means. All that depends on the
 * protocol is behind this interface; all else, such as connections, time and limits, is {@link
 * HttpModelClient}'s. Implementations are thread-safe and hold nothing of a call.
 */
public interface Protocol {

  /**
   * Where a request goes.
   *
   * @param base the provider's address, which ends before what the protocol names; its query is
   *     kept
   */
  HttpUrl url(HttpUrl base, ModelRequest request);

  /**
   * The headers that the protocol wants, besides those of content and idempotency.
   *
   * @param apiKey empty if the provider needs none
   */
  Map<String, String> headers(String apiKey);

  /** The body of a request, as JSON in UTF-8. */
  byte[] body(ModelRequest request);

  /** An answer of which nothing has been read. */
  ProtocolAnswer answer(ModelRequest request);

  /** The error in an event, in a whole answer or in the body of an unhappy status; null if none. */
  @Nullable JsonNode errorIn(JsonNode body);

  /**
   * What an error means.
   *
   * @param status of the answer; 200 where the error came inside one
   * @param error what {@link #errorIn} found; missing if there was nothing to read
   */
  ProviderError error(int status, JsonNode error);
}
