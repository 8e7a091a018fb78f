// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Wishes to call tools, put together from fragments. Fragments belong together by index; where a
 * server leaves it out, or gives every call the same one, by id; where there is none, to the last.
 */
public final class ToolUseParts {
  /** The index of a fragment that has none. */
  public static final int NO_INDEX = -1;

  /** Many more than any model wishes for at once; an answer with more is a broken one. */
  private static final int MAX_USES = 512;

  private final List<Part> parts = new ArrayList<>();

  /**
   * Takes a fragment.
   *
   * @param index or {@link #NO_INDEX}
   * @param id empty if the fragment has none
   * @param name and arguments, what this fragment adds to them
   */
  public void add(int index, String id, String name, String arguments)
      throws MalformedAnswerException {
    Part part = partOf(index, id);
    part.id = part.id.isEmpty() ? id : part.id;
    part.name.append(name);
    part.arguments.append(arguments);
  }

  /** Puts a signature on the last use that was begun. */
  public void sign(String signature) {
    if (!parts.isEmpty()) {
      parts.get(parts.size() - 1).signature = signature;
    }
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  public List<ToolUse> toList() {
    List<ToolUse> uses = new ArrayList<>(parts.size());
    for (Part part : parts) {
      String id = part.id.isEmpty() ? "call_" + uses.size() : part.id;
      String arguments = part.arguments.isEmpty() ? "{}" : part.arguments.toString();
      uses.add(new ToolUse(id, part.name.toString(), arguments, part.signature));
    }
    return uses;
  }

  private Part partOf(int index, String id) throws MalformedAnswerException {
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      boolean sameIndex = index < 0 || part.index == index;
      boolean sameId = id.isEmpty() || part.id.isEmpty() || part.id.equals(id);
      if (sameIndex && sameId) {
        return part;
      }
    }
    if (parts.size() == MAX_USES) {
      throw new MalformedAnswerException("more than " + MAX_USES + " uses of tools");
    }
    Part added = new Part(index);
    parts.add(added);
    return added;
  }

  private static final class Part {
    final int index;
    final StringBuilder name = new StringBuilder();
    final StringBuilder arguments = new StringBuilder();
    String id = "";
    String signature = "";

    Part(int index) {
      this.index = index;
    }
  }
}
