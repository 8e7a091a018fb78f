// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.pipeline.AtLimit;
import dev.millrace.pipeline.LastWord;
import dev.millrace.prompt.Answer.Kind;
import dev.millrace.run.Closing;
import dev.millrace.run.Ending;
import dev.millrace.run.Working;
import dev.millrace.template.RenderException;
import dev.millrace.template.Template;

/**
 * What a route does at a limit, with its templates compiled.
 *
 * @param text empty for what is known, as it stands
 * @param system of the last word
 */
record PreparedLimit(AtLimit limit, Template text, Template system) {

  static PreparedLimit of(AtLimit limit) {
    LastWord word = limit.lastWord();
    String text = limit.text();
    return new PreparedLimit(
        limit,
        Template.text(text == null ? "" : text),
        Template.text(word == null ? "" : word.system()));
  }

  /** What the user is told: the last word, if there is one; the route's text; what is known. */
  Answer answer(RunView view, Ending ending) {
    Answer answer = said(view, ending);
    return limit.escalates() ? answer.toldToPeople() : answer;
  }

  private Answer said(RunView view, Ending ending) {
    if (!(view.run() instanceof Working run) || !(run.work() instanceof Closing closing)) {
      return composed(view, ending);
    }
    return closing.state() == Closing.State.SAID
        ? Answer.ofLastWord(view, closing.call())
        : composed(view.without(closing.call()), ending); // It may hold a refusal.
  }

  private Answer composed(RunView view, Ending ending) {
    String said = rendered(view, ending);
    Kind kind = limit.asks() ? Kind.QUESTION : Kind.PARTIAL;
    return said.isBlank() ? Answer.unfinished(view, ending) : new Answer(said, "", kind);
  }

  /** What is too large to be said is told as what is known without a text of the route's. */
  private String rendered(RunView view, Ending ending) {
    try {
      return text.render(Values.atLimit(view, ending));
    } catch (RenderException tooLarge) {
      return "";
    }
  }
}
