// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.template.JsonTemplate;
import dev.millrace.template.RenderException;
import java.util.Map;

/**
 * What the user is told.
 *
 * @param structured JSON text; empty for none
 * @param escalated whether people are told as well
 */
public record Answer(String text, String structured, Kind kind, boolean escalated) {
  public static final Answer NONE = new Answer("", "", Kind.NONE);

  /** What a text is to the user. */
  public enum Kind {
    /** There is none, but perhaps a sentence of why. */
    NONE(""),
    /** What was asked for. */
    ANSWER("answer"),
    /** What was known when the run ended. */
    PARTIAL("partial"),
    /** What a model made of that. */
    MODEL("model"),
    /** The user is asked something. */
    QUESTION("question");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As it stands in results. */
    public String word() {
      return word;
    }
  }

  Answer(String text, String structured, Kind kind) {
    this(text, structured, kind, false);
  }

  /** The same, of which people are told. */
  public Answer toldToPeople() {
    return new Answer(text, structured, kind, true);
  }

  private static final int MOST_CHARS_OF_A_PART = 500;

  static Answer ofPlan(PreparedRoute route, RunView view) {
    Map<String, Object> values = Values.of(view);
    try {
      JsonTemplate shape = route.structured();
      String structured = shape == null ? "" : shape.render(values).toString();
      return new Answer(route.answer().render(values), structured, Kind.ANSWER);
    } catch (RenderException tooLarge) {
      return partial(view);
    }
  }

  static Answer ofAgent(RunView view) {
    String last = "";
    for (Part part : view.parts()) {
      if (part.result() instanceof CallResult.ModelAnswer answer
          && !answer.response().text().isBlank()) {
        last = answer.response().text();
      }
    }
    return said(last, Kind.ANSWER);
  }

  /** What a model says at a limit. */
  static Answer ofLastWord(RunView view, CallId call) {
    for (Part part : view.parts()) {
      if (part.id().equals(call) && part.result() instanceof CallResult.ModelAnswer answer) {
        return said(answer.response().text(), Kind.MODEL);
      }
    }
    throw new IllegalStateException("a last word was said and is not there");
  }

  private static Answer said(String text, Kind kind) {
    JsonNode structured = Values.parsed(text);
    return new Answer(text, structured.isContainerNode() ? structured.toString() : "", kind);
  }

  /**
   * What an unfinished run can still tell: the last words of its agent, or what its calls found.
   */
  static Answer partial(RunView view) {
    StringBuilder known = new StringBuilder();
    for (Part part : view.parts()) {
      if (part.result() instanceof CallResult.ToolAnswer tool) {
        known.append(known.isEmpty() ? "" : "\n").append(part.name()).append(": ");
        known.append(clipped(tool.content(), MOST_CHARS_OF_A_PART));
      }
    }
    return known.isEmpty() ? NONE : new Answer("Known so far:\n" + known, "", Kind.PARTIAL);
  }

  /** The answer of a run that did not complete: whatever is of use. */
  static Answer unfinished(RunView view, Ending ending) {
    Answer said = ofAgent(view);
    Answer known = said.text().isBlank() ? partial(view) : said;
    return known.text().isBlank()
        ? new Answer(ending.detail(), "", Kind.NONE)
        : new Answer(known.text(), known.structured(), Kind.PARTIAL);
  }

  /** The beginning of a text; never half of a character that takes two places. */
  static String clipped(String content, int chars) {
    if (content.length() <= chars) {
      return content;
    }
    int end = Character.isHighSurrogate(content.charAt(chars - 1)) ? chars - 1 : chars;
    return content.substring(0, end) + "…";
  }
}
