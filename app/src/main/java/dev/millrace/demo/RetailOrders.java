// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.millrace.demo.RetailData.Address;
import dev.millrace.demo.RetailData.Customer;
import dev.millrace.demo.RetailData.Order;
import dev.millrace.demo.RetailData.Shipment;
import dev.millrace.demo.RetailData.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who bought what, where it is, and what can still be done about it. For one thread at a time. */
final class RetailOrders {
  private static final int MAX_LINE_CHARS = 200;

  /** Money that was given back. */
  record Refund(String refundId, String orderId, BigDecimal amount, String reason) {}

  private final List<Customer> customers;
  private final Map<String, Order> orders = new HashMap<>();
  private final Map<String, Shipment> shipments = new HashMap<>();
  private final List<Refund> refunds = new ArrayList<>();
  private int handovers;

  RetailOrders(RetailData data) {
    customers = data.customers();
    data.orders().forEach(order -> orders.put(order.orderId(), order));
    data.shipments().forEach(shipment -> shipments.put(shipment.orderId(), shipment));
  }

  Reply order(String id) {
    return withOrder(id, Reply::ok);
  }

  Reply shipment(String orderId) {
    Shipment shipment = shipments.get(orderId);
    return shipment == null
        ? Reply.notFound("Nothing of order " + orderId + " is on its way.")
        : Reply.ok(shipment);
  }

  Reply customer(String id) {
    return customer(it -> it.customerId().equals(id));
  }

  Reply customerByEmail(String email) {
    return customer(it -> it.email().equalsIgnoreCase(email.strip()));
  }

  Reply customerByName(String first, String last, String zip) {
    return customer(
        it ->
            it.firstName().equalsIgnoreCase(first.strip())
                && it.lastName().equalsIgnoreCase(last.strip())
                && it.address().zip().equals(zip.strip()));
  }

  private Reply customer(Predicate<Customer> is) {
    return customers.stream()
        .filter(is)
        .findFirst()
        .map(found -> Reply.ok(new Profile(found, ordersOf(found))))
        .orElseGet(() -> Reply.notFound("There is no such customer."));
  }

  /** A customer with the numbers of their orders, newest first. */
  record Profile(@JsonUnwrapped Customer customer, List<String> orderIds) {}

  private List<String> ordersOf(Customer customer) {
    return orders.values().stream()
        .filter(order -> order.customerId().equals(customer.customerId()))
        .map(Order::orderId)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** Calls an order off; only what has not left the house can be. */
  Reply cancel(String id) {
    return withPending(id, "cancelled", order -> save(order.with(Status.cancelled)));
  }

  /** Sends an order elsewhere; only what has not left the house can be. */
  Reply readdress(String id, Address address) {
    if (isNoLine(address.street())
        || isNoLine(address.city())
        || !address.zip().matches("\\d{5}")) {
      return Reply.unprocessable("An address has a street, a city and a zip of five digits.");
    }
    return withPending(id, "sent elsewhere", order -> save(order.with(address)));
  }

  /** Gives money back: no more in all than was paid, and only for what arrived. */
  Reply refund(String orderId, BigDecimal amount, String reason) {
    if (amount.signum() <= 0 || isNoLine(reason)) {
      return Reply.unprocessable("A refund has an amount above 0 and a reason.");
    }
    return withOrder(
        orderId,
        order -> {
          if (order.status() != Status.delivered) {
            return Reply.conflict("Order " + orderId + " is " + order.status() + ".");
          }
          boolean tooMuch = refunded(orderId).add(amount).compareTo(order.total()) > 0;
          return tooMuch
              ? Reply.unprocessable("That is more than was paid: " + order.total() + ".")
              : Reply.created(refunded(order, amount, reason));
        });
  }

  private Refund refunded(Order order, BigDecimal amount, String reason) {
    String id = String.format(Locale.ROOT, "RF-%04d", refunds.size() + 1);
    Refund refund = new Refund(id, order.orderId(), amount, reason);
    refunds.add(refund);
    return refund;
  }

  private BigDecimal refunded(String orderId) {
    return refunds.stream()
        .filter(refund -> refund.orderId().equals(orderId))
        .map(Refund::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Passes a conversation on to a person. */
  Reply handOver(String summary) {
    if (isNoLine(summary)) {
      return Reply.unprocessable("A hand-over has a summary of one line.");
    }
    handovers++;
    String ticket = String.format(Locale.ROOT, "HO-%04d", handovers);
    return Reply.created(Map.of("ticket", ticket, "queue", "people"));
  }

  private Reply save(Order order) {
    orders.put(order.orderId(), order);
    return Reply.ok(order);
  }

  private Reply withPending(String id, String what, Function<Order, Reply> action) {
    return withOrder(
        id,
        order ->
            order.status() == Status.pending
                ? action.apply(order)
                : Reply.conflict(
                    "Order " + id + " is " + order.status() + " and cannot be " + what + "."));
  }

  private Reply withOrder(String id, Function<Order, Reply> action) {
    Order order = orders.get(id);
    return order == null ? Reply.notFound("There is no order " + id + ".") : action.apply(order);
  }

  private static boolean isNoLine(String text) {
    return text.isBlank() || text.length() > MAX_LINE_CHARS;
  }
}
