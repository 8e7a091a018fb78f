// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

/** The tools of tau2-bench's retail domain over HTTP: each by its name, its arguments the body. */
final class Tau2Desk {
  private Tau2Desk() {}

  static Desk of(Tau2Shop shop) {
    Tau2Orders orders = new Tau2Orders(shop);
    Tau2Items items = new Tau2Items(shop);
    return new Desk()
        .post("/find_user_id_by_email", call -> shop.userByEmail(call.text("email")))
        .post(
            "/find_user_id_by_name_zip",
            call ->
                shop.userByName(call.text("first_name"), call.text("last_name"), call.text("zip")))
        .post("/get_user_details", call -> shop.user(call.text("user_id")))
        .post("/get_order_details", call -> shop.order(call.text("order_id")))
        .post("/get_product_details", call -> shop.product(call.text("product_id")))
        .post("/list_all_product_types", call -> shop.productTypes())
        .post("/cancel_pending_order", orders::cancel)
        .post("/modify_pending_order_address", orders::readdress)
        .post("/modify_pending_order_payment", orders::repay)
        .post("/modify_user_address", orders::moveUser)
        .post("/modify_pending_order_items", items::modify)
        .post("/exchange_delivered_order_items", items::exchange)
        .post("/return_delivered_order_items", items::giveBack)
        .post("/transfer_to_human_agents", Tau2Orders::handOver);
  }
}
