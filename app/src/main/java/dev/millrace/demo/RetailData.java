// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the demo's own shop has at the start. Everything in it is invented. */
record RetailData(
    List<Customer> customers,
    List<Order> orders,
    List<Product> products,
    List<Lot> stock,
    List<Shipment> shipments,
    List<Policy> policies,
    List<Carrier> carriers) {

  record Address(String street, String city, String zip) {}

  record Customer(
      String customerId,
      String firstName,
      String lastName,
      String email,
      Address address,
      String since,
      String tier) {}

  /** Where an order stands. */
  enum Status {
    pending,
    shipped,
    delivered,
    cancelled
  }

  record Line(String productId, String name, int quantity, BigDecimal unitPrice) {}

  record Order(
      String orderId,
      String customerId,
      Status status,
      String placedOn,
      List<Line> lines,
      BigDecimal goodsTotal,
      BigDecimal shippingFee,
      BigDecimal total,
      Address address) {

    Order with(Status next) {
      return new Order(
          orderId, customerId, next, placedOn, lines, goodsTotal, shippingFee, total, address);
    }

    Order with(Address next) {
      return new Order(
          orderId, customerId, status, placedOn, lines, goodsTotal, shippingFee, total, next);
    }
  }

  record Product(
      String productId,
      String name,
      String category,
      BigDecimal price,
      BigDecimal weightKg,
      int warrantyMonths,
      boolean featured) {}

  /** So many units of a product on one shelf. */
  record Lot(String productId, String warehouse, String shelf, int units) {}

  record Shipment(
      String orderId,
      String carrier,
      String trackingCode,
      String status,
      String lastSeen,
      String expectedOn) {}

  /**
   * One page of the rules.
   *
   * @param also other words that people use for it
   */
  record Policy(
      String topic,
      List<String> also,
      String title,
      String text,
      int windowDays,
      @Nullable Integer restockingPercent) {}

  record Carrier(
      String carrier, BigDecimal basePrice, BigDecimal pricePerKg, int days, BigDecimal maxKg) {}

  static RetailData load() {
    return new RetailData(
        DemoJson.list("retail/customers.json", Customer.class),
        DemoJson.list("retail/orders.json", Order.class),
        DemoJson.list("retail/products.json", Product.class),
        DemoJson.list("retail/stock.json", Lot.class),
        DemoJson.list("retail/shipments.json", Shipment.class),
        DemoJson.list("retail/policies.json", Policy.class),
        DemoJson.list("retail/carriers.json", Carrier.class));
  }
}
