// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import dev.millrace.schemas.Request;
import dev.millrace.serde.JsonSerde;
import dev.millrace.topology.TopicNames;
import java.nio.charset.StandardCharsets;

/** Who is asked what. The first word of a request's text picks the route. */
final class Targets {
  private static final JsonSerde<Request> REQUESTS = JsonSerde.of(Request.class);

  private Targets() {}

  /** The application, whose answer says that the run has completed. */
  static Target application(String prefix, String verb) {
    TopicNames topics = new TopicNames(prefix);
    return new Target(
        topics.requests(), topics.results(), number -> request(number, verb), Targets::isCompleted);
  }

  /** Somebody who gets the very same bytes and gives them back. */
  static Target echo(String prefix, String verb) {
    TopicNames topics = new TopicNames(prefix);
    return new Target(
        topics.requests(), topics.results(), number -> request(number, verb), value -> true);
  }

  private static byte[] request(int number, String verb) {
    return REQUESTS.write(
        Request.newBuilder()
            .setRequestId(Integer.toString(number))
            .setTenant(Requests.tenant(number))
            .setInput(verb + " " + number)
            .build());
  }

  /** Does not decode: at full rate that would take the core from who is measured. */
  private static boolean isCompleted(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).contains("\"status\":\"completed\"");
  }
}
