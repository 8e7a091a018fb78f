// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrustedCertificatesTest {
  private final HeldCertificate authority = authority();
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    HeldCertificate own =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(authority)
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
    server.enqueue(new MockResponse.Builder().body("hello").build());
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void trustsWhomTheFileNames() throws IOException {
    assertThat(get("localhost", authority.certificatePem())).isEqualTo("hello");
  }

  @Test
  void trustsNobodyElse() {
    String others = authority().certificatePem();

    assertThat(authority.certificatePem()).isNotEqualTo(others);
    assertThatThrownBy(() -> get("localhost", others)).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> get("localhost", "")).isInstanceOf(SSLException.class);
  }

  @Test
  void stillChecksTheName() {
    String pem = authority.certificatePem();

    assertThatThrownBy(() -> get("127.0.0.1", pem)).isInstanceOf(SSLException.class);
  }

  @Test
  void refusesWhatHoldsNoCertificate() {
    assertThatIllegalArgumentException().isThrownBy(() -> TrustedCertificates.parse(""));
    assertThatIllegalArgumentException().isThrownBy(() -> TrustedCertificates.parse("hello"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedCertificates.parse(authority.privateKeyPkcs8Pem()));
  }

  private String get(String host, String pem) throws IOException {
    HttpUrl url = server.url("/").newBuilder().host(host).build();
    OkHttpClient client =
        HttpClients.create("test", Duration.ofSeconds(5), url, NetworkRules.of(List.of(), pem));
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    } finally {
      HttpClients.close(client);
    }
  }

  private static HeldCertificate authority() {
    return new HeldCertificate.Builder().certificateAuthority(0).build();
  }
}
