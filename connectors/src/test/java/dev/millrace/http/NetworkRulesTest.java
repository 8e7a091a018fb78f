// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "fc00::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "100::1"
      })
  void refusesWhatLeadsInside(String address) {
    assertThatThrownBy(() -> lookup("shop.test", List.of(), address))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageNotContaining(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.1",
        "100.128.0.1",
        "169.253.0.1",
        "2606:4700:4700::1111",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8"
      })
  void goesToPublicAddresses(String address) throws Exception {
    assertThat(lookup("shop.test", List.of(), address)).hasSize(1);
  }

  @Test
  void refusesANameWithOneAddressInside() {
    assertThatThrownBy(() -> lookup("shop.test", List.of(), "8.8.8.8", "10.0.0.1"))
        .isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void allowsWhatTheRulesName() throws Exception {
    List<String> allowed = List.of("10.20.0.0/16", "fd12::/16", "192.168.7.7");

    assertThat(lookup("shop.test", allowed, "10.20.3.4", "fd12::9", "192.168.7.7")).hasSize(3);
    assertThatThrownBy(() -> lookup("shop.test", allowed, "10.21.0.1"))
        .isInstanceOf(RefusedAddressException.class);
    assertThatThrownBy(() -> lookup("shop.test", allowed, "192.168.7.8"))
        .isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void looksAgainForEachConnection() throws Exception {
    Deque<String> answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1"));
    Dns rebinding = name -> List.of(InetAddress.getByName(answers.pop()));
    GuardedDns dns = new GuardedDns("shop.test", List.of(), rebinding);

    assertThat(dns.lookup("shop.test")).hasSize(1);
    assertThatThrownBy(() -> dns.lookup("shop.test")).isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void isNotTakenInByAnAddressInDisguise() {
    GuardedDns dns = new GuardedDns("2130706433", List.of(), Dns.SYSTEM); // 127.0.0.1 to Java

    assertThatThrownBy(() -> dns.lookup("2130706433")).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aCallToANameThatLeadsInsideNeverArrives() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(new MockResponse.Builder().body("hello").build());
      server.start();

      assertThatThrownBy(() -> get(server, NetworkRules.USUAL))
          .isInstanceOf(RefusedAddressException.class);
      assertThat(server.getRequestCount()).isZero();
      assertThat(get(server, NetworkRules.of(List.of("127.0.0.0/8", "::1"), "")))
          .isEqualTo("hello");
    }
  }

  private static String get(MockWebServer server, NetworkRules rules) throws IOException {
    HttpUrl url = server.url("/").newBuilder().host("shop.test").build();
    OkHttpClient client =
        HttpClients.guarded(
            HttpClients.create("test", Duration.ofSeconds(5)),
            url,
            rules,
            name -> List.of(InetAddress.getLoopbackAddress()));
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    } finally {
      HttpClients.close(client);
    }
  }

  @Test
  void letsLocalhostAndProxiesBe() throws Exception {
    assertThat(lookup("localhost", List.of(), "127.0.0.1")).hasSize(1);
    GuardedDns dns =
        new GuardedDns("shop.test", List.of(), name -> List.of(InetAddress.getByName("10.0.0.3")));
    assertThat(dns.lookup("proxy.test")).hasSize(1);
    assertThatThrownBy(() -> lookup("localhost.test", List.of(), "127.0.0.1"))
        .isInstanceOf(RefusedAddressException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.1",
        "10.0.0.0/33",
        "10.0.0.0/x",
        "shop.test",
        "1234",
        "::/129",
        "10.0.0.256"
      })
  void refusesWhatIsNoBlock(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressBlock.parse(text));
  }

  private static List<InetAddress> lookup(String host, List<String> allowed, String... addresses)
      throws UnknownHostException {
    Dns dns =
        name -> {
          List<InetAddress> found = new java.util.ArrayList<>();
          for (String address : Arrays.asList(addresses)) {
            found.add(InetAddress.getByName(address));
          }
          return found;
        };
    return new GuardedDns(host, NetworkRules.of(allowed, "").allowed(), dns).lookup(host);
  }
}
