// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that follow each other go over the connection that is there. */
class SharedConnectionsTest {
  private final MockWebServer server = new MockWebServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void overHttp2WhereTheServerOffersIt() throws Exception {
    HeldCertificate own =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());

    assertThat(twoAnswersOverOneConnection(own.certificatePem())).isEqualTo(Protocol.HTTP_2);
  }

  @Test
  void overHttp1Elsewhere() throws Exception {
    assertThat(twoAnswersOverOneConnection("")).isEqualTo(Protocol.HTTP_1_1);
  }

  private Protocol twoAnswersOverOneConnection(String certificates) throws Exception {
    server.enqueue(new MockResponse.Builder().body("one").build());
    server.enqueue(new MockResponse.Builder().body("two").build());
    server.start();
    OkHttpClient client =
        HttpClients.trusting(HttpClients.create("test", Duration.ofSeconds(5)), certificates);
    try {
      Protocol first = ask(client);
      assertThat(ask(client)).isEqualTo(first);

      RecordedRequest one = server.takeRequest();
      RecordedRequest two = server.takeRequest();
      assertThat(two.getConnectionIndex()).isEqualTo(one.getConnectionIndex());
      assertThat(two.getExchangeIndex()).isEqualTo(1);
      return first;
    } finally {
      HttpClients.close(client);
    }
  }

  private Protocol ask(OkHttpClient client) throws IOException {
    Request request =
        new Request.Builder().url(server.url("/").newBuilder().host("localhost").build()).build();
    try (Response response = client.newCall(request).execute()) {
      response.body().string();
      return response.protocol();
    }
  }
}
