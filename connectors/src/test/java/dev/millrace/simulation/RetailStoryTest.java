// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetailStoryTest {

  private static final String USER =
      "{'user_id':'noah_brown_6181','name':{'first_name':'Noah','last_name':'Brown'},"
          + "'payment_methods':{'paypal_5727330':{'source':'paypal','id':'paypal_5727330'}},"
          + "'orders':['#W7678072','#W1111111']}";

  private static String order(String id, String status) {
    return "{'order_id':'"
        + id
        + "','user_id':'noah_brown_6181','items':[{'name':'Water Bottle','item_id':'6469567736'},"
        + "{'name':'Office Chair','item_id':'8426249116'}],'status':'"
        + status
        + "','payment_history':[{'amount':536.65,'payment_method_id':'paypal_5727330'}]}";
  }

  @Test
  void findsTheUserThenAllOrdersThenAnswers() {
    Talk talk =
        new Talk(RetailTools.all())
            .system("You are a support agent of a shop.")
            .user("Hi, I am Noah Brown in zip code 80279. What is the status of my orders?");

    assertThat(talk.calls())
        .containsExactly(
            "find_user_id_by_name_zip({\"first_name\":\"Noah\",\"last_name\":\"Brown\",\"zip\":\"80279\"})");
    assertThat(talk.results("noah_brown_6181").calls())
        .containsExactly("get_user_details({\"user_id\":\"noah_brown_6181\"})");
    assertThat(talk.results(USER).calls())
        .containsExactly(
            "get_order_details({\"order_id\":\"#W7678072\"})",
            "get_order_details({\"order_id\":\"#W1111111\"})");

    ModelResponse answer =
        talk.results(order("#W7678072", "pending"), order("#W1111111", "delivered")).next();

    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.text()).contains("#W7678072", "pending", "#W1111111", "delivered");
  }

  @Test
  void looksUpTheUserAndTheOrderThatIsNamedAtOnce() {
    Talk talk =
        new Talk(RetailTools.all())
            .user("My email is noah@example.com, where is my order #W7678072?");

    assertThat(talk.calls())
        .containsExactlyInAnyOrder(
            "find_user_id_by_email({\"email\":\"noah@example.com\"})",
            "get_order_details({\"order_id\":\"#W7678072\"})");
  }

  @Test
  void returnsTheItemThatIsNamedOnceAllIsKnown() {
    Talk talk =
        new Talk(RetailTools.all())
            .user("I am Noah Brown, 80279. I want to return the office chair of order #W1111111.");

    talk.next();
    talk.results("noah_brown_6181", order("#W1111111", "delivered"));

    assertThat(talk.calls())
        .containsExactly(
            "return_delivered_order_items({\"order_id\":\"#W1111111\","
                + "\"item_ids\":[\"8426249116\"],\"payment_method_id\":\"paypal_5727330\"})");
    assertThat(talk.results("{'order_id':'#W1111111','status':'return requested'}").next().text())
        .contains("return requested");
  }

  @Test
  void doesNotCancelWhatNobodyAskedToCancel() {
    Talk talk =
        new Talk(RetailTools.all()).user("What is in order #W7678072? I ordered by mistake?");
    talk.next();

    assertThat(talk.results(order("#W7678072", "pending")).calls()).isEmpty();
  }

  @Test
  void doesNotCancelAnOrderThatIsNotPending() {
    Talk talk =
        new Talk(RetailTools.all()).user("Please cancel order #W7678072, it is no longer needed.");
    talk.next();

    assertThat(talk.results(order("#W7678072", "delivered")).calls()).isEmpty();
  }

  @Test
  void cancelsAPendingOrderWhenAsked() {
    Talk talk =
        new Talk(RetailTools.all()).user("Please cancel order #W7678072, it is no longer needed.");
    talk.next();

    assertThat(talk.results(order("#W7678072", "pending")).calls())
        .containsExactly(
            "cancel_pending_order({\"order_id\":\"#W7678072\",\"reason\":\"no longer needed\"})");
  }

  @Test
  void changesNoAddressWhenAnotherChangeIsAskedFor() {
    Talk talk =
        new Talk(List.of(RetailTools.modifyAddress()))
            .user("My user id is noah_brown_6181. Change the colour of my chair.")
            .context("{'user_id':'noah_brown_6181','address':{'city':'Denver'}}");

    assertThat(talk.calls()).isEmpty();
  }

  @Test
  void changesTheAddressToWhatTheUserSaid() {
    Talk talk =
        new Talk(List.of(RetailTools.modifyAddress()))
            .context("{'user_id':'noah_brown_6181','address':{'city':'Denver'}}")
            .user("Please change my address, I live in Austin now.");

    assertThat(talk.calls())
        .containsExactly(
            "modify_user_address({\"user_id\":\"noah_brown_6181\",\"city\":\"Austin\"})");
  }

  @Test
  void handsOverToAPersonOnRequest() {
    Talk talk = new Talk(RetailTools.all()).user("Let me talk to a human!");

    assertThat(talk.next().toolUses().get(0).name()).isEqualTo("transfer_to_human_agents");
  }

  @Test
  void answersWhenAToolFails() {
    Talk talk = new Talk(RetailTools.all()).user("Where is order #W7678072?");
    talk.next();

    ModelResponse answer = talk.results("Error: order not found").next();

    assertThat(answer.toolUses()).isEmpty();
    assertThat(answer.text()).contains("order not found");
  }
}
