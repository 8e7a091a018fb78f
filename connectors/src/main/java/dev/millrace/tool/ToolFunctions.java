// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The tools written in Java that this process can run, by name. */
public final class ToolFunctions {
  private final Map<String, ToolFunction> functions = new TreeMap<>();

  private ToolFunctions(Iterable<ToolFunction> found) {
    for (ToolFunction function : found) {
      ToolFunction other = functions.put(function.name(), function);
      if (other != null) {
        throw new IllegalStateException(
            "two tool functions are named %s: %s and %s"
                .formatted(
                    function.name(), other.getClass().getName(), function.getClass().getName()));
      }
    }
  }

  /**
   * Finds what the class path offers.
   *
   * @throws IllegalStateException if two functions have one name
   */
  public static ToolFunctions load() {
    return new ToolFunctions(ServiceLoader.load(ToolFunction.class));
  }

  /**
   * Takes these and no others.
   *
   * @throws IllegalStateException if two functions have one name
   */
  public static ToolFunctions of(List<ToolFunction> functions) {
    return new ToolFunctions(functions);
  }

  /**
   * The function of a name.
   *
   * @throws MissingToolFunctionException if there is none
   */
  public ToolFunction get(String name) {
    ToolFunction function = functions.get(name);
    if (function == null) {
      throw new MissingToolFunctionException(name, names());
    }
    return function;
  }

  public Set<String> names() {
    return Set.copyOf(functions.keySet());
  }
}
