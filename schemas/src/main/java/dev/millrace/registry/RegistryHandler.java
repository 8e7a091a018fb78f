// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** HTTP and JSON around the routes: what comes in is limited, what goes wrong is said in words. */
final class RegistryHandler extends Handler.Abstract {
  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_BODY_BYTES = 2_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryRoutes routes;

  RegistryHandler(RegistryRoutes routes) {
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    int status = 200;
    Object answer;
    try {
      String[] path = Request.getPathInContext(request).substring(1).split("/", -1);
      answer = routes.answer(request.getMethod(), path, body(request));
    } catch (RegistryException e) {
      status = e.kind().httpStatus();
      answer =
          Map.of("error_code", e.kind().errorCode(), "message", String.valueOf(e.getMessage()));
    }
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(answer)), callback);
    return true;
  }

  private static JsonNode body(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
      if (bytes.length > MAX_BODY_BYTES) {
        throw new RegistryException(
            Kind.BAD_REQUEST, "A body has no more than " + MAX_BODY_BYTES + " bytes");
      }
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RegistryException(Kind.BAD_REQUEST, "The body is not JSON", e);
    }
  }
}
