// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools on a shop of two orders, made here. */
class Tau2DeskTest {
  private static final String SHOP =
      """
      {"users": {"ann_lee_1": {
         "user_id": "ann_lee_1", "name": {"first_name": "Ann", "last_name": "Lee"},
         "address": {"address1": "1 Elm", "zip": "12345"}, "email": "ann@example.com",
         "payment_methods": {
           "gift_card_1": {"source": "gift_card", "id": "gift_card_1", "balance": 5.00},
           "gift_card_2": {"source": "gift_card", "id": "gift_card_2", "balance": 500},
           "paypal_1": {"source": "paypal", "id": "paypal_1"},
           "paypal_2": {"source": "paypal", "id": "paypal_2"}},
         "orders": ["#W1", "#W2"]}},
       "orders": {
         "#W1": {"order_id": "#W1", "user_id": "ann_lee_1", "status": "pending",
           "items": [{"name": "Cup", "product_id": "10", "item_id": "101", "price": 10.00, "options": {"size": "S"}}],
           "payment_history": [{"transaction_type": "payment", "amount": 10.00, "payment_method_id": "paypal_1"}]},
         "#W2": {"order_id": "#W2", "user_id": "ann_lee_1", "status": "delivered",
           "items": [{"name": "Cup", "product_id": "10", "item_id": "101", "price": 10.00, "options": {"size": "S"}},
                     {"name": "Jar", "product_id": "20", "item_id": "201", "price": 7.50, "options": {}}],
           "payment_history": [{"transaction_type": "payment", "amount": 17.50, "payment_method_id": "gift_card_1"}]}},
       "products": {
         "10": {"name": "Cup", "product_id": "10", "variants": {
           "101": {"item_id": "101", "options": {"size": "S"}, "available": true, "price": 10.00},
           "102": {"item_id": "102", "options": {"size": "L"}, "available": true, "price": 18.00},
           "103": {"item_id": "103", "options": {"size": "M"}, "available": false, "price": 11.00}}},
         "20": {"name": "Jar", "product_id": "20", "variants": {
           "201": {"item_id": "201", "options": {}, "available": true, "price": 7.50}}}}}
      """;

  private Desk desk;

  @BeforeEach
  void open() throws JsonProcessingException {
    desk = Tau2Desk.of(new Tau2Shop(DemoJson.MAPPER.readTree(SHOP)));
  }

  private Reply call(String tool, String arguments) {
    try {
      JsonNode body = DemoJson.MAPPER.readTree(arguments.replace('\'', '"'));
      return desk.answer(new HttpCall("POST", List.of(tool), Map.of(), body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private String order(String id, String pointer) {
    return call("get_order_details", "{'order_id': '" + id + "'}").body().at(pointer).asText();
  }

  private String balance(String card) {
    return call("get_user_details", "{'user_id': 'ann_lee_1'}")
        .body()
        .at("/payment_methods/" + card + "/balance")
        .asText();
  }

  @Test
  void findsUsers() {
    assertThat(call("find_user_id_by_email", "{'email': 'Ann@example.com'}").body().toString())
        .isEqualTo("{\"user_id\":\"ann_lee_1\"}");
    String who = "{'first_name': 'ann', 'last_name': 'LEE', 'zip': '12345'}";
    assertThat(call("find_user_id_by_name_zip", who).status()).isEqualTo(200);
    assertThat(call("find_user_id_by_name_zip", who.replace("12345", "1")).status()).isEqualTo(404);
  }

  @Test
  void listsProductsByName() {
    assertThat(call("list_all_product_types", "{}").body().toString())
        .isEqualTo("{\"Cup\":\"10\",\"Jar\":\"20\"}");
  }

  @Test
  void cancelsWhatIsPendingAndGivesTheMoneyBack() {
    String cancel = "{'order_id': '#W1', 'reason': 'no longer needed'}";
    assertThat(call("cancel_pending_order", cancel).status()).isEqualTo(200);
    assertThat(order("#W1", "/status")).isEqualTo("cancelled");
    assertThat(order("#W1", "/payment_history/1/transaction_type")).isEqualTo("refund");
    assertThat(call("cancel_pending_order", cancel).status()).isEqualTo(409);
    assertThat(call("cancel_pending_order", cancel.replace("no longer needed", "?")).status())
        .isEqualTo(422);
  }

  @Test
  void changesAnItemForTheDifferenceInPrice() {
    Reply reply =
        call(
            "modify_pending_order_items",
            "{'order_id':'#W1','item_ids':['101'],'new_item_ids':['102'],"
                + "'payment_method_id':'gift_card_2'}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(order("#W1", "/items/0/item_id")).isEqualTo("102");
    assertThat(order("#W1", "/items/0/name")).isEqualTo("Cup");
    assertThat(order("#W1", "/payment_history/1/amount")).isEqualTo("8.00");
    assertThat(order("#W1", "/status")).isEqualTo("pending (item modified)");
    assertThat(balance("gift_card_2")).isEqualTo("492.00");
  }

  @ParameterizedTest
  @CsvSource({
    "101, 103, paypal_1", // sold out
    "101, 201, paypal_1", // another product
    "101, 999, paypal_1", // no such item
    "999, 102, paypal_1", // not in the order
    "101, 102, gift_card_1", // holds too little
    "101, 102, visa", // not the user's
  })
  void refusesChangesThatMakeNoSense(String item, String next, String method) {
    Reply reply =
        call(
            "modify_pending_order_items",
            "{'order_id':'#W1','item_ids':['%s'],'new_item_ids':['%s'],'payment_method_id':'%s'}"
                .formatted(item, next, method));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(order("#W1", "/items/0/item_id")).isEqualTo("101");
  }

  @Test
  void exchangesAndTakesBackWhatWasDelivered() {
    Reply exchanged =
        call(
            "exchange_delivered_order_items",
            "{'order_id':'#W2','item_ids':['101'],'new_item_ids':['102'],"
                + "'payment_method_id':'paypal_2'}");
    assertThat(exchanged.body().path("exchange_price_difference").asText()).isEqualTo("8.00");
    String back = "{'order_id':'#W2','item_ids':['201'],'payment_method_id':'gift_card_1'}";
    assertThat(call("return_delivered_order_items", back).status()).as("once").isEqualTo(409);
  }

  @Test
  void givesMoneyBackOnlyWhereItCameFromOrToAGiftCard() {
    String back = "{'order_id':'#W2','item_ids':['201'],'payment_method_id':'%s'}";
    assertThat(call("return_delivered_order_items", back.formatted("paypal_1")).status())
        .isEqualTo(422);
    assertThat(call("return_delivered_order_items", back.formatted("gift_card_2")).status())
        .isEqualTo(200);
    assertThat(order("#W2", "/status")).isEqualTo("return requested");
  }

  @ParameterizedTest
  @ValueSource(strings = {"['201','201']", "[]", "'201'", "[201]", "null", "[['201']]"})
  void takesBackOnlyItemsOfTheOrder(String items) {
    String back = "{'order_id':'#W2','item_ids':%s,'payment_method_id':'gift_card_1'}";
    assertThat(call("return_delivered_order_items", back.formatted(items)).status()).isEqualTo(422);
  }

  @Test
  void hasAnOrderPaidByAnotherMethod() {
    String pay = "{'order_id':'#W1','payment_method_id':'%s'}";
    String tool = "modify_pending_order_payment";
    assertThat(call(tool, pay.formatted("paypal_1")).status()).as("same").isEqualTo(422);
    assertThat(call(tool, pay.formatted("gift_card_1")).status()).as("too little").isEqualTo(422);
    assertThat(call(tool, pay.formatted("gift_card_2")).status()).isEqualTo(200);
    assertThat(balance("gift_card_2")).isEqualTo("490.00");
    assertThat(order("#W1", "/payment_history/2/payment_method_id")).isEqualTo("paypal_1");
    assertThat(call(tool, pay.formatted("paypal_2")).status()).as("once").isEqualTo(409);
  }

  @Test
  void changesAddresses() {
    String there =
        "'address1':'2"
            + " Oak','address2':'','city':'York','state':'NY','country':'USA','zip':'10001'}";
    assertThat(call("modify_pending_order_address", "{'order_id':'#W1'," + there).status())
        .isEqualTo(200);
    assertThat(order("#W1", "/address/city")).isEqualTo("York");
    assertThat(call("modify_pending_order_address", "{'order_id':'#W2'," + there).status())
        .isEqualTo(409);
    assertThat(call("modify_user_address", "{'user_id':'ann_lee_1'," + there).status())
        .isEqualTo(200);
    assertThat(call("modify_user_address", "{'user_id':'ann_lee_1','zip':'1'}").status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get_order_details",
        "get_user_details",
        "get_product_details",
        "cancel_pending_order",
        "modify_user_address",
        "modify_pending_order_items",
        "return_delivered_order_items",
        "transfer_to_human_agents"
      })
  void answersNonsenseWithANo(String tool) {
    for (String nonsense : List.of("{}", "[]", "null", "5", "{'order_id': {'a': 1}}")) {
      assertThat(call(tool, nonsense).status()).as(nonsense).isIn(404, 422);
    }
  }
}
