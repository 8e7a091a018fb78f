// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What a run of a route does when it would end for a limit, before that is told.
 *
 * @param permission that it first waits for; null if it waits for none
 * @param lastWord what a model then says; null if none is asked
 * @param text a Mustache template over what is known by then, for a run that has no last word; null
 *     for what is known, as it stands
 * @param asks whether that text is a question to the user, and no answer
 * @param escalates whether people are told as well
 */
public record AtLimit(
    @Nullable Permission permission,
    @Nullable LastWord lastWord,
    @Nullable String text,
    boolean asks,
    boolean escalates) {
  public static final AtLimit NOTHING = new AtLimit(null, null, null, false, false);

  public AtLimit {
    if (asks && text == null) {
      throw new IllegalArgumentException("a question without words");
    }
  }
}
