// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.demo.Caller.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetailDeskTest {
  private final DeskServer server =
      DeskServer.start(RetailDesk.of(RetailWorld.open()), Latency.NONE);
  private final Caller desk = new Caller(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tellsOfAnOrderItsParcelAndItsCustomer() {
    Answer order = desk.get("/orders/BR-20002");
    assertThat(order.status()).isEqualTo(200);
    assertThat(order.body().path("status").asText()).isEqualTo("delivered");
    assertThat(order.body().path("total").toString()).isEqualTo("74.20");
    assertThat(order.body().at("/lines/0/name").asText()).isEqualTo("Lavender Candle");

    assertThat(desk.get("/shipments/BR-20002").body().path("carrier").asText())
        .isEqualTo("swiftline");
    Answer customer = desk.get("/customers/" + order.body().path("customer_id").asText());
    assertThat(customer.body().path("first_name").asText()).isEqualTo("Ishaan");
    assertThat(customer.body().path("order_ids").toString())
        .isEqualTo("[\"BR-20027\",\"BR-20002\"]");
  }

  @Test
  void findsCustomersByEMailAndByNameAndZip() {
    Answer byEmail = desk.get("/customers?email=Ishaan.Verne%40post.example");
    Answer byName = desk.get("/customers?first_name=ishaan&last_name=verne&zip=47266");
    assertThat(byEmail.body().path("customer_id").asText()).isEqualTo("C-1002");
    assertThat(byName.body()).isEqualTo(byEmail.body());

    assertThat(desk.get("/customers?first_name=ishaan&last_name=verne&zip=00000").status())
        .isEqualTo(404);
    assertThat(desk.get("/customers").status()).isEqualTo(422);
  }

  @Test
  void tellsWhichWarehouseHasAProduct() {
    Answer north = desk.get("/stock/P-104?warehouse=north");
    Answer south = desk.get("/stock/P-104?warehouse=south");
    assertThat(north.body().path("lots").size()).isZero();
    assertThat(south.body().at("/lots/0/units").asInt()).isEqualTo(34);
    assertThat(desk.get("/stock/P-104?warehouse=moon").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"returns", "Return", "REFUNDS", "gift%20card", "warranty", "privacy"})
  void findsAPolicyByAnyWordForIt(String word) {
    assertThat(desk.get("/policies/" + word).body().path("text").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"swiftline,18.18,2", "greypost,10.02,4"})
  void quotesWhatACarrierTakes(String carrier, String price, int days) {
    Answer quote = desk.get("/quotes/" + carrier + "?product_id=P-110");
    assertThat(quote.body().path("price").toString()).isEqualTo(price);
    assertThat(quote.body().path("days").asInt()).isEqualTo(days);
  }

  @Test
  void refusesAQuoteForWhatACarrierCannotCarry() {
    assertThat(desk.get("/quotes/kestrel?product_id=P-110").errorCode()).isEqualTo("unprocessable");
  }

  @Test
  void cancelsOnlyWhatHasNotLeft() {
    assertThat(desk.post("/orders/BR-20016/cancel", "").body().path("status").asText())
        .isEqualTo("cancelled");
    assertThat(desk.get("/orders/BR-20016").body().path("status").asText()).isEqualTo("cancelled");
    assertThat(desk.post("/orders/BR-20016/cancel", "").status()).isEqualTo(409);
    assertThat(desk.post("/orders/BR-20005/cancel", "").status()).isEqualTo(409);
    assertThat(desk.post("/orders/BR-99999/cancel", "").status()).isEqualTo(404);
  }

  @Test
  void sendsOnlyWhatHasNotLeftElsewhere() {
    String there = "{\"street\":\"1 New Road\",\"city\":\"Larkham\",\"zip\":\"47266\"}";
    assertThat(desk.post("/orders/BR-20024/address", there).status()).isEqualTo(200);
    assertThat(desk.get("/orders/BR-20024").body().at("/address/street").asText())
        .isEqualTo("1 New Road");
    assertThat(desk.post("/orders/BR-20005/address", there).status()).isEqualTo(409);
    assertThat(desk.post("/orders/BR-20024/address", "{\"zip\":\"47266\"}").status())
        .isEqualTo(422);
    assertThat(desk.post("/orders/BR-20024/address", there.replace("47266", "x")).status())
        .isEqualTo(422);
  }

  @Test
  void neverGivesBackMoreThanWasPaid() {
    Answer first = desk.post("/refunds", refund("BR-20002", "74.00"));
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().path("refund_id").asText()).isEqualTo("RF-0001");
    assertThat(desk.post("/refunds", refund("BR-20002", "0.21")).status()).isEqualTo(422);
    assertThat(desk.post("/refunds", refund("BR-20002", "0.2")).status()).isEqualTo(201);
    assertThat(desk.post("/refunds", refund("BR-20005", "1")).status()).isEqualTo(409);
    assertThat(desk.post("/refunds", refund("BR-99999", "1")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1.005", "1e999999999", "1e-999999999", "\"10\"", "null", "[5]"})
  void refundsOnlyWhatIsMoney(String amount) {
    assertThat(desk.post("/refunds", refund("BR-20002", amount)).status()).isEqualTo(422);
  }

  private static String refund(String order, String amount) {
    return "{\"order_id\":\"" + order + "\",\"amount\":" + amount + ",\"reason\":\"broken\"}";
  }

  @Test
  void doesOnceWhatIsSentTwiceUnderOneKey() {
    Answer first = desk.post("/refunds", refund("BR-20002", "10"), "run/2/0");
    Answer again = desk.post("/refunds", refund("BR-20002", "10"), "run/2/0");
    Answer other = desk.post("/refunds", refund("BR-20002", "10"), "run/3/0");
    assertThat(again).isEqualTo(first);
    assertThat(other.body().path("refund_id").asText()).isEqualTo("RF-0002");
  }

  @Test
  void repeatsARefusalUnderOneKeyEvenIfThingsHaveChanged() {
    assertThat(desk.post("/orders/BR-20016/cancel", "", "a").status()).isEqualTo(200);
    assertThat(desk.post("/orders/BR-20016/cancel", "", "b").status()).isEqualTo(409);
    assertThat(desk.post("/orders/BR-20016/cancel", "", "a").status()).isEqualTo(200);
  }

  @Test
  void refusesOneKeyForTwoDifferentCalls() {
    desk.post("/refunds", refund("BR-20002", "10"), "same");
    Answer other = desk.post("/refunds", refund("BR-20002", "11"), "same");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().at("/error/message").asText()).contains("Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders/BR-99999",
        "/orders/",
        "/orders//",
        "/orders",
        "/orders/BR-20002/lines",
        "/orders/br-20002",
        "/customers/C-9999",
        "/products/P-999",
        "/policies/astrology",
        "/shipments/BR-20001",
        "/",
        "/orders/..%2Fcustomers%2FC-1001",
        "/orders/%2e%2e/customers/C-1001",
        "/orders/BR-20002%00",
        "/orders/BR-20002;v=1",
        "/orders/%E2%82",
      })
  void findsNothingInOddPlaces(String path) throws IOException {
    String answer = desk.raw("GET " + path);
    assertThat(answer).containsPattern("HTTP/1.1 (404|400) ");
    assertThat(answer).contains("\"error\":").doesNotContain("BR-20002\",\"customer");
  }

  @Test
  void readsASegmentThatIsEncoded() {
    assertThat(desk.get("/orders/BR%2D20002").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /orders/%zz", "GET http://other/orders/BR-1", "GET orders", "BAD"})
  void answersJunkWithAnErrorOfItsOwnForm(String requestLine) throws IOException {
    String answer = desk.raw(requestLine);
    assertThat(answer).containsPattern("HTTP/1.1 (400|404|505) ").contains("\"error\":");
    assertThat(desk.get("/orders/BR-20002").status()).isEqualTo(200);
  }

  @Test
  void takesOnlyTheMethodsItOffers() {
    assertThat(desk.send("DELETE", "/orders/BR-20002").status()).isEqualTo(405);
    assertThat(desk.get("/refunds").status()).isEqualTo(405);
  }

  @Test
  void takesOnlyJsonOfModestSize() {
    for (String junk : List.of("{", "nonsense", "{} {}")) {
      assertThat(desk.post("/refunds", junk).status()).as(junk).isEqualTo(400);
    }
    for (String odd : List.of("", "[]", "5", "{}", "null")) {
      assertThat(desk.post("/refunds", odd).status()).as(odd).isEqualTo(422);
    }
    String large = "\"" + "x".repeat(DeskHandler.MAX_BODY_BYTES) + "\"";
    assertThat(desk.post("/refunds", large).status()).isEqualTo(413);
    assertThat(desk.post("/refunds", "[".repeat(30_000)).status()).isEqualTo(400);
  }

  @Test
  void refusesAKeyWithoutEnd() {
    assertThat(desk.post("/refunds", refund("BR-20002", "1"), "k".repeat(256)).status())
        .isEqualTo(400);
  }
}
