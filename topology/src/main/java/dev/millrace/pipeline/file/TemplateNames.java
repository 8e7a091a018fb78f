// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks, when all is read, that what a template names can exist where it stands: a field of the
 * request, something extracted, the result of a call that ends before, an argument of the tool or
 * on whose behalf it is called.
 */
final class TemplateNames {
  private static final Set<String> OF_REQUEST =
      Set.of("text", "user", "tenant", "conversation_id", "attributes");
  private static final Set<String> OF_LIMIT = Set.of("reason", "detail");
  private static final Set<String> OF_CALL = Set.of("id", "tenant", "user");

  private final At root;
  private final At template;

  private TemplateNames(At root, At template) {
    this.root = root;
    this.template = template;
  }

  static void check(At root) {
    for (Context.TemplateUse use : root.context().templates()) {
      TemplateNames check = new TemplateNames(root, use.at());
      use.names().stream().sorted().map(name -> name.split("\\.")).forEach(check::name);
    }
  }

  private void name(String[] name) {
    List<String> place = List.of(template.key().split("\\.|\\["));
    At owner = root.find(place.get(0), place.get(1));
    if (owner == null) {
      return; // Its name has a dot in it, which is a mistake already.
    }
    if (place.get(0).equals("tools")) {
      boolean lock = place.get(2).equals("lock");
      argument(name, owner.find("parameters", "properties"), lock);
    } else {
      inRoute(name, owner, place);
    }
  }

  private void inRoute(String[] name, At route, List<String> place) {
    String first = name.length == 0 ? "." : name[0];
    if (first.equals("limit") && isAtLimit(place)) {
      oneOf(name, 1, OF_LIMIT, "a limit has no");
      return;
    }
    switch (first) {
      case "request" -> oneOf(name, 1, OF_REQUEST, "a request has no");
      case "extract" -> oneOf(name, 1, keys(route.find("extract")), "the route does not extract");
      case "calls" -> call(name, route, place);
      default -> refuse(name, "is nothing a template here can name", roots(place));
    }
  }

  private void argument(String[] name, @Nullable At properties, boolean lock) {
    Set<String> known = keys(properties);
    if (name.length > 0 && name[0].equals("call")) {
      ofCall(name, known, lock);
    } else if (name.length == 0 || !known.contains(name[0])) {
      refuse(name, "is no parameter of this tool", mend(name, 0, known));
    }
  }

  /** A tool's template is told on whose behalf it is called, beside its arguments. */
  private void ofCall(String[] name, Set<String> parameters, boolean lock) {
    if (parameters.contains("call")) {
      String message = "is of the call, which hides the parameter of that name";
      refuse(name, message, "give the parameter another name");
    } else if (lock && name.length > 1 && name[1].equals("id")) {
      String mend = "name what calls share that must not overlap";
      refuse(name, "is another for each call, and would lock nothing", mend);
    } else {
      oneOf(name, 1, OF_CALL, "a call has no");
    }
  }

  private static boolean isAtLimit(List<String> place) {
    return place.get(2).equals("at_limit");
  }

  private void call(String[] name, At route, List<String> place) {
    At tools = route.find("agent", "tools");
    if (isAtLimit(place) && tools != null) {
      ofAgent(name, tools);
      return;
    }
    Needs needs = Needs.of(route.find("plan", "calls"));
    if (place.get(2).equals("agent") || needs.calls().isEmpty()) {
      refuse(name, "is nothing a template here can name", roots(place));
    } else if (name.length > 1 && oneOf(name, 1, needs.calls(), "the plan has no call")) {
      boolean early = place.size() > 4 && place.get(3).equals("calls");
      if (early && !needs.before(place.get(4)).contains(name[1])) {
        refuse(name, "may not have ended by then", "add " + name[1] + " to needs");
      } else {
        result(name, Objects.requireNonNull(route.find("plan", "calls", name[1])));
      }
    }
  }

  /** Of each tool that an agent used its latest result is known. */
  private void ofAgent(String[] name, At tools) {
    Set<String> known = new LinkedHashSet<>();
    if (tools.node() instanceof Yaml.Sequence all) {
      for (Yaml item : all.items()) {
        if (item instanceof Yaml.Text text) {
          known.add(text.raw());
        }
      }
    }
    if (name.length > 1 && oneOf(name, 1, known, "the agent has no tool")) {
      result(name, keys(root.find("tools", name[1], "pick")));
    }
  }

  private void result(String[] name, At call) {
    result(name, fields(call));
  }

  private void result(String[] name, Set<String> fields) {
    if (!fields.isEmpty()) {
      oneOf(name, 2, fields, "the result of " + name[1] + " has no");
    }
  }

  /** What the call's result is known to have; nothing if that is not known. */
  private Set<String> fields(At call) {
    At tool = call.find("tool");
    if (tool != null && tool.node() instanceof Yaml.Text text) {
      return keys(root.find("tools", text.raw(), "pick"));
    }
    boolean schema = call.find("response_schema") != null;
    return schema ? keys(call.find("response_schema", "properties")) : Set.of("text");
  }

  private boolean oneOf(String[] name, int index, Set<String> known, String message) {
    if (name.length <= index || known.contains(name[index])) {
      return true;
    }
    String mend = mend(name, index, known);
    template.mistake("{{" + String.join(".", name) + "}}: " + message + " " + name[index], mend);
    return false;
  }

  private void refuse(String[] name, String message, String mend) {
    template.mistake("{{" + String.join(".", name) + "}} " + message, mend);
  }

  private static String mend(String[] name, int index, Set<String> known) {
    if (known.isEmpty()) {
      return "add it, or drop the tag";
    }
    String before = String.join(".", Arrays.copyOf(name, index)) + (index == 0 ? "" : ".");
    Set<String> whole = new LinkedHashSet<>();
    known.stream().sorted().forEach(one -> whole.add(before + one));
    String part = index < name.length ? name[index] : "";
    return Nearest.to(part, known)
        .map(near -> "write {{" + before + near + "}}")
        .orElse("write one of: " + String.join(", ", whole));
  }

  private static String roots(List<String> place) {
    String roots = "name something under request or extract";
    return place.get(2).equals("agent") ? roots : roots + ", or the result of a call";
  }

  private static Set<String> keys(@Nullable At at) {
    return at == null ? Set.of() : at.entries().keySet();
  }
}
