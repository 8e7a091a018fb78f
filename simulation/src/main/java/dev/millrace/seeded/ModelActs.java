// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import dev.millrace.run.Reason;
import java.util.ArrayList;
import java.util.List;

/** What the world's models say. */
final class ModelActs {
  private final Dice dice;
  private final Temper temper;
  private final Faults faults;
  private final List<String> tools;

  ModelActs(Dice dice, Temper temper, Faults faults, List<String> tools) {
    this.dice = dice;
    this.temper = temper;
    this.faults = faults;
    this.tools = tools;
  }

  private boolean nonsense() {
    return dice.oneIn(temper.nonsense());
  }

  ModelResponse answer(ModelRequest request) {
    if (nonsense()) {
      return broken(request);
    }
    String schema = request.responseSchema();
    if (schema != null) {
      return said(request, schema.contains("\"route\"") ? route(schema) : mood());
    }
    boolean offered = !request.tools().isEmpty();
    boolean wishes = dice.mostly(Reason.NO_PROGRESS) || (offered ? !dice.oneIn(3) : dice.oneIn(2));
    if (wishes && !offered) {
      faults.count(Fault.UNASKED_WISH);
    }
    return wishes ? wish(request) : said(request, "It is so, " + dice.below(10) + ".");
  }

  private ModelResponse said(ModelRequest request, String text) {
    FinishReason reason = dice.oneIn(30) ? FinishReason.OTHER : FinishReason.STOP;
    return new ModelResponse(text, List.of(), reason, request.model());
  }

  private ModelResponse broken(ModelRequest request) {
    return switch (dice.below(4)) {
      case 0 -> {
        faults.count(Fault.CUT_ANSWER);
        yield new ModelResponse("It is", List.of(), FinishReason.LENGTH, request.model());
      }
      case 1 -> {
        faults.count(Fault.FILTERED_ANSWER);
        yield new ModelResponse("", List.of(), FinishReason.CONTENT_FILTER, "");
      }
      case 2 -> {
        faults.count(Fault.UNASKED_WISH);
        yield wish(request);
      }
      default -> {
        faults.count(Fault.EMPTY_ANSWER);
        yield new ModelResponse("", List.of(), FinishReason.STOP, request.model());
      }
    };
  }

  /** One of the routes it may choose from, or nonsense. */
  private String route(String schema) {
    if (nonsense()) {
      faults.count(Fault.GARBAGE_ROUTE);
      return dice.pick(List.of("{\"route\":", "{\"route\":42}", "{\"route\":\"moon\"}", "help me"));
    }
    String routes = schema.substring(schema.indexOf('[') + 1, schema.indexOf(']'));
    List<String> choices = List.of(routes.split(","));
    String none = choices.get(choices.size() - 1);
    return "{\"route\":" + (dice.oneIn(3) ? none : dice.pick(choices)) + "}";
  }

  private String mood() {
    if (nonsense()) {
      faults.count(Fault.GARBAGE_JSON);
      return "{\"mood\":";
    }
    return "{\"mood\":\"fine\"}";
  }

  private ModelResponse wish(ModelRequest request) {
    if (dice.mostly(Reason.NO_PROGRESS)) {
      return wishes(request, List.of(new ToolUse("u0", tools.get(0), "{\"id\":\"0\"}")));
    }
    int wishes = 1 + dice.below(3);
    if (nonsense()) {
      faults.count(Fault.TOO_MANY_WISHES);
      wishes = dice.oneIn(5) ? 140 : 6;
    }
    List<ToolUse> uses = new ArrayList<>();
    for (int use = 0; use < wishes; use++) {
      uses.add(new ToolUse("u" + use, tool(request.tools()), arguments()));
    }
    return wishes(request, uses);
  }

  private static ModelResponse wishes(ModelRequest request, List<ToolUse> uses) {
    return new ModelResponse("", uses, FinishReason.TOOL_CALLS, request.model());
  }

  private String tool(List<ToolSpec> offered) {
    if (nonsense()) {
      faults.count(Fault.INVENTED_TOOL);
      return "teleport" + "x".repeat(dice.below(100));
    }
    return offered.isEmpty() ? dice.pick(tools) : dice.pick(offered).name();
  }

  private String arguments() {
    if (nonsense()) {
      faults.count(Fault.GARBAGE_ARGUMENTS);
      return dice.pick(List.of("", "{", "[1]", "null", "{\"id\":7}", "{\"id\":\"1\",\"x\":true}"));
    }
    return "{\"id\":\"" + dice.below(3) + "\"}";
  }
}
