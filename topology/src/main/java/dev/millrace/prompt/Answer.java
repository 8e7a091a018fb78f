// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import com.fasterxml.jackson.databind.JsonNode;
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
 */
public record Answer(String text, String structured) {
  public static final Answer NONE = new Answer("", "");

  private static final int MOST_CHARS_OF_A_PART = 500;

  static Answer ofPlan(PreparedRoute route, RunView view) {
    Map<String, Object> values = Values.of(view);
    try {
      JsonTemplate shape = route.structured();
      String structured = shape == null ? "" : shape.render(values).toString();
      return new Answer(route.answer().render(values), structured);
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
    JsonNode structured = Values.parsed(last);
    return new Answer(last, structured.isContainerNode() ? structured.toString() : "");
  }

  /**
   * What an unfinished run can still tell: the last words of its agent, or what its calls found.
   */
  static Answer partial(RunView view) {
    StringBuilder known = new StringBuilder();
    for (Part part : view.parts()) {
      if (part.result() instanceof CallResult.ToolAnswer tool) {
        known.append(known.isEmpty() ? "" : "\n").append(part.name()).append(": ");
        known.append(clipped(tool.content()));
      }
    }
    return known.isEmpty() ? NONE : new Answer("Known so far:\n" + known, "");
  }

  /** The answer of a run that did not complete: whatever is of use. */
  static Answer unfinished(RunView view, Ending ending) {
    Answer said = ofAgent(view);
    Answer known = said.text().isBlank() ? partial(view) : said;
    return known.text().isBlank() ? new Answer(ending.detail(), "") : known;
  }

  private static String clipped(String content) {
    return content.length() <= MOST_CHARS_OF_A_PART
        ? content
        : content.substring(0, MOST_CHARS_OF_A_PART) + "…";
  }
}
