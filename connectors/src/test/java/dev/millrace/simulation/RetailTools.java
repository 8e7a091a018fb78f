// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.model.ToolSpec;
import java.util.List;

/** The tools of a shop's support desk, as such benches offer them. */
final class RetailTools {

  private RetailTools() {}

  static List<ToolSpec> all() {
    return List.of(
        tool(
            "find_user_id_by_email",
            "Find user id by email.",
            "{'email':{'type':'string','description':'The email of the user, such as"
                + " \\\"something@example.com\\\".'}}",
            "['email']"),
        tool(
            "find_user_id_by_name_zip",
            "Find user id by first name, last name, and zip code.",
            "{'first_name':{'type':'string','description':'such as John'},"
                + "'last_name':{'type':'string'},'zip':{'type':'string'}}",
            "['first_name','last_name','zip']"),
        tool(
            "get_user_details",
            "Get the details of a user, including their orders.",
            "{'user_id':{'type':'string','description':'The user id, such as"
                + " \\\"sara_doe_496\\\".'}}",
            "['user_id']"),
        tool(
            "get_order_details",
            "Get the status and details of an order.",
            "{'order_id':{'type':'string','description':'The order id, such as"
                + " \\\"#W0000000\\\".'}}",
            "['order_id']"),
        tool(
            "cancel_pending_order",
            "Cancel a pending order.",
            "{'order_id':{'type':'string','description':'such as \\\"#W0000000\\\"'},"
                + "'reason':{'type':'string','enum':['no longer needed','ordered by mistake']}}",
            "['order_id','reason']"),
        tool(
            "return_delivered_order_items",
            "Return some items of a delivered order.",
            "{'order_id':{'type':'string','description':'such as \\\"#W0000000\\\"'},"
                + "'item_ids':{'type':'array','items':{'type':'string'}},"
                + "'payment_method_id':{'type':'string'}}",
            "['order_id','item_ids','payment_method_id']"),
        tool(
            "think",
            "Use the tool to think about something.",
            "{'thought':{'type':'string'}}",
            "['thought']"),
        tool(
            "transfer_to_human_agents",
            "Transfer the user to a human agent, with a summary of the user's issue.",
            "{'summary':{'type':'string'}}",
            "['summary']"));
  }

  static ToolSpec modifyAddress() {
    return tool(
        "modify_user_address",
        "Modify the default address of a user.",
        "{'user_id':{'type':'string'},'city':{'type':'string'}}",
        "['user_id','city']");
  }

  private static ToolSpec tool(
      String name, String description, String properties, String required) {
    String schema = "{'type':'object','properties':" + properties + ",'required':" + required + "}";
    return new ToolSpec(name, description, schema.replace('\'', '"'));
  }
}
