// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.demo.RetailData.Address;
import java.math.BigDecimal;

/** What of the shop can be reached over HTTP, and where. */
final class RetailDesk {
  private static final int MAX_MONEY_DIGITS = 9;
  private static final int MAX_SCALE = 20;

  private RetailDesk() {}

  static Desk of(RetailWorld world) {
    RetailCatalog catalog = world.catalog();
    RetailOrders orders = world.orders();
    return new Desk()
        .get("/orders/{id}", call -> orders.order(call.parameter("id")))
        .get("/shipments/{id}", call -> orders.shipment(call.parameter("id")))
        .get("/customers/{id}", call -> orders.customer(call.parameter("id")))
        .get("/customers", call -> findCustomer(orders, call))
        .get("/products", call -> catalog.featured(call.parameter("category")))
        .get("/products/{id}", call -> catalog.product(call.parameter("id")))
        .get(
            "/stock/{id}", call -> catalog.stock(call.parameter("id"), call.parameter("warehouse")))
        .get("/policies/{topic}", call -> catalog.policy(call.parameter("topic")))
        .get(
            "/quotes/{carrier}",
            call -> catalog.quote(call.parameter("carrier"), call.parameter("product_id")))
        .post("/orders/{id}/cancel", call -> orders.cancel(call.parameter("id")))
        .post("/orders/{id}/address", call -> orders.readdress(call.parameter("id"), address(call)))
        .post("/refunds", call -> refund(orders, call))
        .post("/handovers", call -> orders.handOver(call.text("summary")));
  }

  private static Reply findCustomer(RetailOrders orders, HttpCall call) {
    String last = call.parameter("last_name");
    String zip = call.parameter("zip");
    if (!call.parameter("email").isBlank()) {
      return orders.customerByEmail(call.parameter("email"));
    }
    return last.isBlank() || zip.isBlank()
        ? Reply.unprocessable("Say email, or first_name, last_name and zip.")
        : orders.customerByName(call.parameter("first_name"), last, zip);
  }

  private static Address address(HttpCall call) {
    return new Address(call.text("street"), call.text("city"), call.text("zip"));
  }

  private static Reply refund(RetailOrders orders, HttpCall call) {
    JsonNode amount = call.body().path("amount");
    return amount.isNumber() && isMoney(amount.decimalValue())
        ? orders.refund(
            call.text("order_id"), amount.decimalValue().setScale(2), call.text("reason"))
        : Reply.unprocessable("amount must be a number above 0, to the cent.");
  }

  /** Bounded before anybody calculates with it: 1e999999999 is a number too. */
  private static boolean isMoney(BigDecimal amount) {
    boolean small = amount.precision() - (long) amount.scale() <= MAX_MONEY_DIGITS;
    boolean cents = amount.scale() <= 2 || amount.stripTrailingZeros().scale() <= 2;
    return amount.signum() > 0 && small && cents && amount.scale() <= MAX_SCALE;
  }
}
