// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

/** Names of the topology's nodes: sources and sinks by their topic, processors by what they do. */
final class Node {
  static final String REQUESTS = "requests";
  static final String CONTROLS = "controls";
  static final String LEASES = "leases";

  static final String ADMIT = "admit";
  static final String CONTROL = "control";
  static final String HEAR = "hear";
  static final String ADVANCE = "advance";
  static final String ALLOT = "allot";
  static final String CLASSIFY = "classify";
  static final String FAN_OUT = "fan-out";
  static final String TOOL_CALLS = "tools";
  static final String MODEL_CALLS = "models";
  static final String FAN_IN = "fan-in";

  static final String RESULTS = "results";
  static final String COSTS = "costs";
  static final String PROGRESS = "progress";
  static final String CALLS = "calls";
  static final String ESCALATIONS = "escalations";
  static final String DEAD_LETTERS = "dead-letters";
  static final String REQUESTS_BY_TENANT = "requests-by-tenant";
  static final String CONTROLS_BY_TENANT = "controls-by-tenant";
  static final String LEASES_OUT = "leases-out";

  private Node() {}
}
