// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The shop of tau2-bench's retail domain: a copy of its database, and how to look into it. */
final class Tau2Shop {
  private final ObjectNode users;
  private final ObjectNode orders;
  private final ObjectNode products;
  private final Map<String, JsonNode> variants = new HashMap<>();
  private final Map<String, String> productOfVariant = new HashMap<>();

  Tau2Shop(JsonNode database) {
    users = database.required("users").deepCopy();
    orders = database.required("orders").deepCopy();
    products = database.required("products").deepCopy();
    for (Map.Entry<String, JsonNode> product : products.properties()) {
      for (Map.Entry<String, JsonNode> variant : product.getValue().path("variants").properties()) {
        variants.put(variant.getKey(), variant.getValue());
        productOfVariant.put(variant.getKey(), product.getKey());
      }
    }
  }

  Reply order(String id) {
    return withOrder(id, Reply::ok);
  }

  Reply user(String id) {
    return withUser(id, Reply::ok);
  }

  Reply product(String id) {
    JsonNode product = products.get(id);
    return product == null ? Reply.notFound("There is no product " + id + ".") : Reply.ok(product);
  }

  /** The number of each product, by its name. */
  Reply productTypes() {
    Map<String, String> types = new TreeMap<>();
    products.properties().forEach(p -> types.put(p.getValue().path("name").asText(), p.getKey()));
    return Reply.ok(types);
  }

  Reply userByEmail(String email) {
    return userId(user -> user.path("email").asText().equalsIgnoreCase(email));
  }

  Reply userByName(String first, String last, String zip) {
    return userId(
        user ->
            user.at("/name/first_name").asText().equalsIgnoreCase(first)
                && user.at("/name/last_name").asText().equalsIgnoreCase(last)
                && user.at("/address/zip").asText().equals(zip));
  }

  private Reply userId(Predicate<JsonNode> is) {
    for (Map.Entry<String, JsonNode> user : users.properties()) {
      if (is.test(user.getValue())) {
        return Reply.ok(Map.of("user_id", user.getKey()));
      }
    }
    return Reply.notFound("There is no such user.");
  }

  Reply withUser(String id, Function<ObjectNode, Reply> action) {
    return users.get(id) instanceof ObjectNode user
        ? action.apply(user)
        : Reply.notFound("There is no user " + id + ".");
  }

  Reply withOrder(String id, Function<ObjectNode, Reply> action) {
    return orders.get(id) instanceof ObjectNode order
        ? action.apply(order)
        : Reply.notFound("There is no order " + id + ".");
  }

  /** Acts on an order in a status, with a payment method of whoever placed it. */
  Reply withPayment(
      String orderId,
      String status,
      String paymentMethod,
      BiFunction<ObjectNode, ObjectNode, Reply> action) {
    return withOrderThatIs(
        orderId,
        status,
        order ->
            withUser(
                order.path("user_id").asText(),
                user ->
                    user.path("payment_methods").get(paymentMethod) instanceof ObjectNode method
                        ? action.apply(order, method)
                        : Reply.unprocessable("The user has no such payment method.")));
  }

  Reply withOrderThatIs(String id, String status, Function<ObjectNode, Reply> action) {
    return withOrder(
        id,
        order ->
            order.path("status").asText().equals(status)
                ? action.apply(order)
                : Reply.conflict("The order is " + order.path("status").asText() + "."));
  }

  /** A variant of a product; null if there is none of that number. */
  @Nullable JsonNode variant(String itemId) {
    return variants.get(itemId);
  }

  String productOf(String itemId) {
    return productOfVariant.getOrDefault(itemId, "");
  }

  static boolean isGiftCard(JsonNode method) {
    return method.path("source").asText().equals("gift_card");
  }

  /** Whether a gift card holds as much; other methods always do. */
  static boolean covers(JsonNode method, BigDecimal amount) {
    return !isGiftCard(method) || method.path("balance").decimalValue().compareTo(amount) >= 0;
  }

  /** Takes money from a payment method, or gives it back where the amount is negative. */
  static void charge(ObjectNode order, ObjectNode method, BigDecimal amount) {
    order
        .withArray("payment_history")
        .addObject()
        .put("transaction_type", amount.signum() < 0 ? "refund" : "payment")
        .put("amount", amount.abs())
        .put("payment_method_id", method.path("id").asText());
    if (isGiftCard(method)) {
      method.put("balance", method.path("balance").decimalValue().subtract(amount));
    }
  }
}
