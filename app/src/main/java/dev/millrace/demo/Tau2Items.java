// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes of single items of an order in tau2-bench's shop: other variants, or back they go. */
final class Tau2Items {
  private static final int MAX_ITEMS = 100;

  private final Tau2Shop shop;

  Tau2Items(Tau2Shop shop) {
    this.shop = shop;
  }

  /** Items of an order, by their places in it, and what they are to become. */
  private record Swap(List<ObjectNode> items, List<JsonNode> next) {
    BigDecimal difference() {
      return sum(next).subtract(sum(items));
    }

    private static BigDecimal sum(List<? extends JsonNode> items) {
      return items.stream()
          .map(item -> item.path("price").decimalValue())
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  Reply modify(HttpCall call) {
    return swap(
        call,
        "pending",
        (order, method, swap) -> {
          if (swap.difference().signum() != 0) {
            Tau2Shop.charge(order, method, swap.difference());
          }
          for (int i = 0; i < swap.items().size(); i++) {
            JsonNode next = swap.next().get(i);
            swap.items().get(i).setAll((ObjectNode) next.deepCopy());
            swap.items().get(i).remove("available");
          }
          return Reply.ok(order.put("status", "pending (item modified)"));
        });
  }

  Reply exchange(HttpCall call) {
    return swap(
        call,
        "delivered",
        (order, method, swap) -> {
          order.set("exchange_items", call.body().path("item_ids"));
          order.set("exchange_new_items", call.body().path("new_item_ids"));
          order.set("exchange_payment_method_id", method.path("id"));
          order.put("exchange_price_difference", swap.difference());
          return Reply.ok(order.put("status", "exchange requested"));
        });
  }

  Reply giveBack(HttpCall call) {
    return shop.withPayment(
        call.text("order_id"),
        "delivered",
        call.text("payment_method_id"),
        (order, method) -> {
          String paidBy = order.at("/payment_history/0/payment_method_id").asText();
          boolean original = paidBy.equals(method.path("id").asText());
          if (!original && !Tau2Shop.isGiftCard(method)) {
            return Reply.unprocessable("Money goes back where it came from, or to a gift card.");
          }
          if (find(order, call.body().path("item_ids")).isEmpty()) {
            return noSuchItems();
          }
          order.set("return_items", call.body().path("item_ids"));
          order.set("return_payment_method_id", method.path("id"));
          return Reply.ok(order.put("status", "return requested"));
        });
  }

  /** What is done with a swap that may be. */
  private interface Doing {
    Reply with(ObjectNode order, ObjectNode method, Swap swap);
  }

  private Reply swap(HttpCall call, String status, Doing doing) {
    return shop.withPayment(
        call.text("order_id"),
        status,
        call.text("payment_method_id"),
        (order, method) -> {
          Optional<List<ObjectNode>> items = find(order, call.body().path("item_ids"));
          if (items.isEmpty()) {
            return noSuchItems();
          }
          Optional<Swap> swap = swap(items.get(), call.body().path("new_item_ids"));
          if (swap.isEmpty()) {
            return Reply.unprocessable("Each new item must be available and of the same product.");
          }
          return Tau2Shop.covers(method, swap.get().difference())
              ? doing.with(order, method, swap.get())
              : Reply.unprocessable("The gift card does not hold enough.");
        });
  }

  private Optional<Swap> swap(List<ObjectNode> items, JsonNode newIds) {
    if (newIds.size() != items.size()) {
      return Optional.empty();
    }
    List<JsonNode> next = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String id = newIds.path(i).asText();
      JsonNode variant = shop.variant(id);
      boolean same = shop.productOf(id).equals(items.get(i).path("product_id").asText());
      if (variant == null || !same || !variant.path("available").asBoolean()) {
        return Optional.empty();
      }
      next.add(variant);
    }
    return Optional.of(new Swap(items, next));
  }

  /** The items of these numbers, each as often as it is named; empty if one is not there. */
  private static Optional<List<ObjectNode>> find(ObjectNode order, JsonNode ids) {
    if (!(ids instanceof ArrayNode named) || named.isEmpty() || named.size() > MAX_ITEMS) {
      return Optional.empty();
    }
    List<JsonNode> left = new ArrayList<>();
    order.path("items").forEach(left::add);
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode id : named) {
      Optional<JsonNode> item =
          left.stream().filter(one -> one.path("item_id").equals(id)).findFirst();
      if (item.isEmpty()) {
        return Optional.empty();
      }
      left.remove(item.get());
      found.add((ObjectNode) item.get());
    }
    return Optional.of(found);
  }

  private static Reply noSuchItems() {
    return Reply.unprocessable("The order does not have these items.");
  }
}
