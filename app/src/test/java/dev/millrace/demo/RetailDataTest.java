// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.demo.RetailData.Customer;
import dev.millrace.demo.RetailData.Line;
import dev.millrace.demo.RetailData.Order;
import dev.millrace.demo.RetailData.Product;
import dev.millrace.demo.RetailData.Shipment;
import dev.millrace.demo.RetailData.Status;
import dev.millrace.schemas.Request;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class RetailDataTest {
  private final RetailData data = RetailData.load();
  private final List<Request> requests = RequestLines.read(DemoJson.text("retail/requests.jsonl"));

  @Test
  void everyOrderHasACustomerAndProductsAtTheirPrice() {
    Map<String, Customer> customers = unique(data.customers(), Customer::customerId);
    Map<String, Product> products = unique(data.products(), Product::productId);
    assertThat(unique(data.orders(), Order::orderId)).hasSize(60);
    for (Order order : data.orders()) {
      assertThat(customers).as(order.orderId()).containsKey(order.customerId());
      assertThat(order.lines()).as(order.orderId()).isNotEmpty();
      for (Line line : order.lines()) {
        Product product = products.get(line.productId());
        assertThat(product).as(order.orderId()).isNotNull();
        assertThat(line.name()).isEqualTo(product.name());
        assertThat(line.unitPrice()).isEqualByComparingTo(product.price());
      }
      assertThat(LocalDate.parse(order.placedOn())).isAfter(LocalDate.of(2026, 1, 1));
    }
  }

  @Test
  void everyOrderAddsUp() {
    for (Order order : data.orders()) {
      BigDecimal goods =
          order.lines().stream()
              .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(order.goodsTotal()).as(order.orderId()).isEqualByComparingTo(goods);
      assertThat(order.total()).isEqualByComparingTo(goods.add(order.shippingFee()));
    }
  }

  @Test
  void whatLeftTheHouseHasAParcelWithAKnownCarrierAndNothingElseHas() {
    Set<String> left =
        data.orders().stream()
            .filter(o -> o.status() == Status.shipped || o.status() == Status.delivered)
            .map(Order::orderId)
            .collect(Collectors.toSet());
    Map<String, Shipment> shipments = unique(data.shipments(), Shipment::orderId);
    assertThat(shipments.keySet()).isEqualTo(left);
    assertThat(shipments.values())
        .extracting(Shipment::carrier)
        .isSubsetOf(data.carriers().stream().map(RetailData.Carrier::carrier).toList());
  }

  @Test
  void everyLotIsOfAProduct() {
    Map<String, Product> products = unique(data.products(), Product::productId);
    assertThat(data.stock()).allSatisfy(lot -> assertThat(products).containsKey(lot.productId()));
    assertThat(data.stock()).allSatisfy(lot -> assertThat(lot.units()).isPositive());
  }

  @Test
  void everyRequestIsOneByItsSchema() {
    assertThat(requests).hasSizeGreaterThan(60);
    for (Request request : requests) {
      assertThat(SpecificData.get().validate(Request.getClassSchema(), request)).isTrue();
      assertThat(request.getRequestId()).isNotBlank();
      boolean asks = !request.getInput().isBlank() || !request.getMessages().isEmpty();
      assertThat(asks).as(request.getRequestId()).isTrue();
    }
  }

  @Test
  void requestsHaveNoFieldThatTheSchemaLacks() throws JsonProcessingException {
    for (JsonNode line : lines("retail/requests.jsonl")) {
      for (Map.Entry<String, JsonNode> field : line.properties()) {
        assertThat(Request.getClassSchema().getField(field.getKey()))
            .as(field.getKey())
            .isNotNull();
      }
    }
  }

  @Test
  void aRepeatedRequestIdIsTheSameRequestAgain() {
    Map<String, Set<Request>> byId =
        requests.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.getTenant() + "/" + r.getRequestId(), Collectors.toSet()));
    assertThat(byId.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    assertThat(byId.size()).as("there are repeats").isLessThan(requests.size());
  }

  @Test
  void everyRequestHasAnExpectedOutcomeAndNothingElseHas() throws JsonProcessingException {
    Set<String> asked = new HashSet<>();
    requests.forEach(r -> asked.add(r.getTenant() + "/" + r.getRequestId()));
    Set<String> expected = new HashSet<>();
    for (JsonNode line : lines("retail/expected.jsonl")) {
      String id = line.path("tenant").asText() + "/" + line.path("request_id").asText();
      assertThat(expected.add(id)).as(id).isTrue();
      assertThat(line.path("status").asText())
          .isIn("completed", "incomplete", "failed", "rejected", "expired");
    }
    assertThat(expected).isEqualTo(asked);
  }

  private static List<JsonNode> lines(String resource) throws JsonProcessingException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : DemoJson.text(resource).lines().toList()) {
      lines.add(DemoJson.MAPPER.readTree(line));
    }
    return lines;
  }

  private static <T> Map<String, T> unique(List<T> all, Function<T, String> key) {
    return all.stream().collect(Collectors.toMap(key, Function.identity()));
  }
}
