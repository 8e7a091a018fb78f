// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A tool that its server describes in another way than when it was pinned.
 *
 * @param offered the pin of today; empty if the tool is gone
 */
public record Drift(String tool, String pinned, String offered) {

  /** All that differs, by the tools' names. */
  public static List<Drift> of(Map<String, String> pins, List<OfferedTool> offered) {
    Map<String, String> now = new TreeMap<>();
    offered.forEach(tool -> now.put(tool.name(), tool.pin()));
    List<Drift> drifts = new ArrayList<>();
    new TreeMap<>(pins)
        .forEach(
            (tool, pin) -> {
              String today = Objects.requireNonNullElse(now.get(tool), "");
              if (!today.equals(pin)) {
                drifts.add(new Drift(tool, pin, today));
              }
            });
    return drifts;
  }
}
