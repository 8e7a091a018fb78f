// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.simulation.Arguments.Known;
import dev.millrace.simulation.Arguments.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which tools to call next. It reasons backwards: what the user's words ask for is wanted;
 * what could tell an argument of something wanted is wanted too; of what is wanted, all that can be
 * called now and was not called before is called at once. Tools that change something wait until
 * nothing is left to look up.
 */
final class ToolChooser {

  /** A call that is worth making. */
  record Choice(OfferedTool tool, ObjectNode arguments) {}

  private static final int MAX_CALLS = 16;
  private static final int NAME_WEIGHT = 3;
  private static final int WANTED_SCORE = 2;

  private final Conversation conversation;
  private final List<OfferedTool> tools;
  private final Arguments arguments;

  ToolChooser(Conversation conversation, List<OfferedTool> tools) {
    this.conversation = conversation;
    this.tools = tools.stream().filter(tool -> !tool.verb().equals("think")).toList();
    this.arguments = new Arguments(conversation);
  }

  /** The calls to make now; none if there is nothing useful left to call. */
  List<Choice> next() {
    Set<OfferedTool> wanted = wanted();
    List<Choice> reads = new ArrayList<>();
    Set<String> things = new LinkedHashSet<>();
    for (OfferedTool tool : tools) {
      boolean look = !Acts.changesSomething(tool) && !things.contains(tool.thing());
      List<Choice> calls = look ? lookUps(tool, wanted.contains(tool)) : List.of();
      if (!calls.isEmpty()) {
        things.add(tool.thing());
        reads.addAll(calls);
      }
    }
    List<Choice> chosen = reads.isEmpty() ? acts() : reads;
    return chosen.subList(0, Math.min(MAX_CALLS, chosen.size()));
  }

  /** The call a client insists on: what is not known is guessed, and what cannot be is empty. */
  Choice forced(OfferedTool tool) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    for (String parameter : tool.required()) {
      JsonNode schema = tool.schemaOf(parameter);
      Known known = arguments.find(parameter, schema);
      Known value = known.isKnown() ? known : arguments.guess(parameter, schema);
      call.set(parameter, value.isKnown() ? value.values().get(0) : SchemaAnswer.least(schema));
    }
    return new Choice(tool, call);
  }

  OfferedTool best() {
    OfferedTool best = tools.get(0);
    for (OfferedTool tool : tools) {
      best = score(tool) > score(best) ? tool : best;
    }
    return best;
  }

  private int score(OfferedTool tool) {
    Set<String> words = conversation.userWords();
    return (NAME_WEIGHT - 1) * Words.overlap(tool.nameWords(), words)
        + Words.overlap(tool.words(), words);
  }

  private Set<OfferedTool> wanted() {
    Set<OfferedTool> wanted = new LinkedHashSet<>();
    for (OfferedTool tool : tools) {
      if (Acts.changesSomething(tool) ? asked(tool) : score(tool) >= WANTED_SCORE) {
        wanted.add(tool);
      }
    }
    for (int before = -1; before != wanted.size(); ) {
      before = wanted.size();
      tools.stream().filter(tool -> providesFor(tool, wanted)).forEach(wanted::add);
    }
    return wanted;
  }

  private boolean asked(OfferedTool tool) {
    return Acts.askedFor(tool, conversation.userWords());
  }

  /** Whether it may tell an argument that something wanted lacks. */
  private boolean providesFor(OfferedTool tool, Set<OfferedTool> wanted) {
    if (Acts.changesSomething(tool) || wanted.contains(tool)) {
      return false;
    }
    for (OfferedTool goal : wanted) {
      for (String parameter : goal.required()) {
        boolean missing = !arguments.find(parameter, goal.schemaOf(parameter)).isKnown();
        if (missing && (tells(tool, parameter) || shares(tool, goal, parameter))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean tells(OfferedTool tool, String parameter) {
    return !tool.parameters().containsKey(parameter)
        && tool.words().containsAll(Words.of(parameter));
  }

  private static boolean shares(OfferedTool tool, OfferedTool goal, String missing) {
    return !tool.required().isEmpty()
        && !tool.required().contains(missing)
        && goal.required().containsAll(tool.required());
  }

  private List<Choice> lookUps(OfferedTool tool, boolean wanted) {
    if (tool.required().isEmpty() && (conversation.called(tool.name()) || !named(tool))) {
      return List.of();
    }
    Map<String, Known> known = known(tool, wanted);
    boolean complete = known.keySet().containsAll(tool.required());
    boolean said = known.values().stream().allMatch(value -> value.source() == Source.USER);
    boolean useful = wanted || (said && !tool.required().isEmpty());
    return complete && useful ? calls(tool, known) : List.of();
  }

  /** What needs no argument could always be called, so the user's words must name it. */
  private boolean named(OfferedTool tool) {
    Set<String> own = new LinkedHashSet<>(tool.nameWords());
    own.remove(tool.verb());
    return Words.meet(own.isEmpty() ? tool.nameWords() : own, conversation.userWords());
  }

  private Map<String, Known> known(OfferedTool tool, boolean mayGuess) {
    Map<String, Known> all = new LinkedHashMap<>();
    tool.parameters()
        .forEach(
            (parameter, schema) -> {
              boolean required = tool.required().contains(parameter);
              Known known = arguments.find(parameter, schema);
              if (!known.isKnown() && required && mayGuess) {
                known = arguments.guess(parameter, schema);
              }
              if (known.isKnown() && (required || known.source() == Source.USER)) {
                all.put(parameter, known);
              }
            });
    return all;
  }

  /** One call, or one for each value of the first parameter that has several. */
  private List<Choice> calls(OfferedTool tool, Map<String, Known> known) {
    String many = "";
    int count = 1;
    for (Map.Entry<String, Known> entry : known.entrySet()) {
      if (count == 1 && entry.getValue().values().size() > 1) {
        many = entry.getKey();
        count = entry.getValue().values().size();
      }
    }
    List<Choice> calls = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      ObjectNode call = call(known, many, index);
      if (!conversation.called(tool.name(), call)) {
        calls.add(new Choice(tool, call));
      }
    }
    return calls;
  }

  private static ObjectNode call(Map<String, Known> known, String many, int index) {
    ObjectNode call = JsonNodeFactory.instance.objectNode();
    known.forEach(
        (parameter, value) ->
            call.set(parameter, value.values().get(parameter.equals(many) ? index : 0)));
    return call;
  }

  /** One act at a time: the user asked for it, and each argument is known and is only one. */
  private List<Choice> acts() {
    for (OfferedTool tool : tools) {
      boolean due = Acts.changesSomething(tool) && asked(tool) && !conversation.called(tool.name());
      if (due && StateOfThings.fits(tool, conversation)) {
        Map<String, Known> known = known(tool, tool.verb().equals("transfer"));
        boolean sure = known.entrySet().stream().allMatch(argument -> mayActOn(argument));
        if (sure && known.keySet().containsAll(tool.required())) {
          return calls(tool, known);
        }
      }
    }
    return List.of();
  }

  /** Ids may be looked up; what a thing is changed to is for the user to say. */
  private static boolean mayActOn(Map.Entry<String, Known> argument) {
    boolean id = Words.singular(Words.snake(argument.getKey())).endsWith("_id");
    boolean one = argument.getValue().values().size() == 1;
    return one && (id || argument.getValue().source() != Source.RESULT);
  }
}
