// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import dev.millrace.demo.RetailData.Carrier;
import dev.millrace.demo.RetailData.Lot;
import dev.millrace.demo.RetailData.Policy;
import dev.millrace.demo.RetailData.Product;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the shop sells, has and promises. Nothing in here changes. */
final class RetailCatalog {
  private static final Set<String> WAREHOUSES = Set.of("north", "south");

  private final Map<String, Product> products;
  private final Map<String, Carrier> carriers;
  private final List<Lot> stock;
  private final List<Policy> policies;

  RetailCatalog(RetailData data) {
    products = by(Product::productId, data.products());
    carriers = by(Carrier::carrier, data.carriers());
    stock = data.stock();
    policies = data.policies();
  }

  private static <T> Map<String, T> by(Function<T, String> key, List<T> all) {
    return all.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }

  Reply product(String id) {
    Product product = products.get(id);
    return product == null ? noProduct(id) : Reply.ok(product);
  }

  /**
   * What the shop would show first.
   *
   * @param category empty for all
   */
  Reply featured(String category) {
    List<Product> shown =
        products.values().stream()
            .filter(Product::featured)
            .filter(p -> category.isEmpty() || p.category().equals(category))
            .sorted((a, b) -> a.productId().compareTo(b.productId()))
            .toList();
    return Reply.ok(Map.of("products", shown));
  }

  /** The lots of a product in one warehouse; none if it is sold out there. */
  Reply stock(String productId, String warehouse) {
    if (!products.containsKey(productId)) {
      return noProduct(productId);
    }
    if (!WAREHOUSES.contains(warehouse)) {
      return Reply.unprocessable("The warehouses are north and south.");
    }
    List<Lot> lots =
        stock.stream()
            .filter(lot -> lot.productId().equals(productId))
            .filter(lot -> lot.warehouse().equals(warehouse))
            .toList();
    return Reply.ok(Map.of("product_id", productId, "warehouse", warehouse, "lots", lots));
  }

  /** The policy on a topic, by any word people use for it. */
  Reply policy(String topic) {
    String word = topic.toLowerCase(Locale.ROOT).strip();
    Optional<Policy> found =
        policies.stream().filter(p -> p.topic().equals(word) || p.also().contains(word)).findAny();
    return found.map(Reply::ok).orElseGet(() -> Reply.notFound("There is no policy on that."));
  }

  /** What a carrier takes to bring one piece of a product. */
  Reply quote(String carrierName, String productId) {
    Carrier carrier = carriers.get(carrierName);
    Product product = products.get(productId);
    if (carrier == null) {
      return Reply.notFound("There is no such carrier.");
    }
    if (product == null) {
      return noProduct(productId);
    }
    if (product.weightKg().compareTo(carrier.maxKg()) > 0) {
      return Reply.unprocessable(carrierName + " carries at most " + carrier.maxKg() + " kg.");
    }
    BigDecimal price = carrier.basePrice().add(carrier.pricePerKg().multiply(product.weightKg()));
    return Reply.ok(
        Map.of(
            "carrier", carrierName,
            "price", price.setScale(2, RoundingMode.HALF_UP),
            "days", carrier.days()));
  }

  private static Reply noProduct(String id) {
    return Reply.notFound("There is no product " + id + ".");
  }
}
