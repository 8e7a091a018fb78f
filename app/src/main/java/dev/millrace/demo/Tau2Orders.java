// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of whole orders and of users in tau2-bench's shop. */
final class Tau2Orders {
  private static final Set<String> REASONS = Set.of("no longer needed", "ordered by mistake");
  private static final List<String> ADDRESS =
      List.of("address1", "address2", "city", "state", "country", "zip");

  private final Tau2Shop shop;

  Tau2Orders(Tau2Shop shop) {
    this.shop = shop;
  }

  Reply cancel(HttpCall call) {
    String reason = call.text("reason");
    if (!REASONS.contains(reason)) {
      return Reply.unprocessable("The reasons are: " + String.join(", ", REASONS) + ".");
    }
    return shop.withOrderThatIs(
        call.text("order_id"),
        "pending",
        order ->
            shop.withUser(
                order.path("user_id").asText(),
                user -> {
                  giveBack(order, user.path("payment_methods"));
                  return Reply.ok(order.put("status", "cancelled").put("cancel_reason", reason));
                }));
  }

  private static void giveBack(ObjectNode order, JsonNode methods) {
    for (JsonNode paid : order.path("payment_history").deepCopy()) {
      BigDecimal amount = paid.path("amount").decimalValue();
      boolean payment = paid.path("transaction_type").asText().equals("payment");
      if (payment
          && methods.get(paid.path("payment_method_id").asText()) instanceof ObjectNode to) {
        Tau2Shop.charge(order, to, amount.negate());
      }
    }
  }

  Reply readdress(HttpCall call) {
    return shop.withOrder(
        call.text("order_id"),
        order ->
            order.path("status").asText().startsWith("pending")
                ? move(order, call)
                : Reply.conflict("The order is " + order.path("status").asText() + "."));
  }

  Reply moveUser(HttpCall call) {
    return shop.withUser(call.text("user_id"), user -> move(user, call));
  }

  private static Reply move(ObjectNode what, HttpCall call) {
    ObjectNode address = DemoJson.MAPPER.createObjectNode();
    for (String line : ADDRESS) {
      if (!call.body().path(line).isTextual()) {
        return Reply.unprocessable("An address has " + String.join(", ", ADDRESS) + ".");
      }
      address.put(line, call.text(line));
    }
    return Reply.ok(what.set("address", address));
  }

  /** Has an order paid by another method, and gives back what was paid before. */
  Reply repay(HttpCall call) {
    return shop.withPayment(
        call.text("order_id"),
        "pending",
        call.text("payment_method_id"),
        (order, method) ->
            shop.withUser(
                order.path("user_id").asText(),
                user -> repay(order, method, user.path("payment_methods"))));
  }

  private static Reply repay(ObjectNode order, ObjectNode method, JsonNode methods) {
    JsonNode history = order.path("payment_history");
    String before = history.path(0).path("payment_method_id").asText();
    BigDecimal amount = history.path(0).path("amount").decimalValue();
    if (history.size() != 1 || !(methods.get(before) instanceof ObjectNode old)) {
      return Reply.conflict("The order was not paid by one payment.");
    }
    if (before.equals(method.path("id").asText())) {
      return Reply.unprocessable("That is the payment method the order was paid by.");
    }
    if (!Tau2Shop.covers(method, amount)) {
      return Reply.unprocessable("The gift card does not hold enough.");
    }
    Tau2Shop.charge(order, method, amount);
    Tau2Shop.charge(order, old, amount.negate());
    return Reply.ok(order);
  }

  static Reply handOver(HttpCall call) {
    return call.text("summary").isEmpty()
        ? Reply.unprocessable("A transfer has a summary.")
        : Reply.created(Map.of("transferred", true));
  }
}
