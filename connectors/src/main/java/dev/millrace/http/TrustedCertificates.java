// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Certificates that stand in for those that Java trusts. Names of hosts are checked as ever. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Reads certificates in PEM.
   *
   * @throws IllegalArgumentException if there is none, or one cannot be read
   */
  public static Collection<? extends Certificate> parse(String pem) {
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (!read.isEmpty()) {
        return read;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no certificates in PEM", e);
    }
    throw new IllegalArgumentException("no certificates in PEM");
  }

  static OkHttpClient.Builder trusting(OkHttpClient.Builder client, String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate : parse(pem)) {
        store.setCertificateEntry("trusted-" + count++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      TrustManager[] managers = factory.getTrustManagers();
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, managers, null);
      return client.sslSocketFactory(tls.getSocketFactory(), (X509TrustManager) managers[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot make a TLS context", e);
    }
  }
}
