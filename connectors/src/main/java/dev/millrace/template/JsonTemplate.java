// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON tree whose texts are templates. A text that is one tag and nothing else, such as {@code
 * "{{order.lines}}"}, becomes the value itself with its type; so arguments are built without ever
 * pasting JSON together. A field whose tag finds nothing is left out; in a list it is null.
 */
public final class JsonTemplate {
  private static final Pattern ONE_TAG = Pattern.compile("\\{\\{\\s*([^\\s{}#^/>!&=<$]+)\\s*}}");
  private static final int MAX_DEPTH = 64;

  private final Part root;
  private final Set<String> names;

  private JsonTemplate(Part root) {
    this.root = root;
    Set<String> found = new LinkedHashSet<>();
    root.collect(found);
    this.names = Set.copyOf(found);
  }

  /**
   * Reads the tree.
   *
   * @throws TemplateException if a text in it has wrong syntax
   */
  public static JsonTemplate of(JsonNode tree) {
    return new JsonTemplate(part(tree, 0));
  }

  /** Fills the tree; for the context see {@link Template#render}. */
  public JsonNode render(Object context) {
    return root.render(Context.of(context));
  }

  /** What the tree asks for, as dotted paths; see {@link Template#names}. */
  public Set<String> names() {
    return names;
  }

  private static Part part(JsonNode tree, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException(1, "nested deeper than " + MAX_DEPTH);
    }
    if (tree.isObject()) {
      Map<String, Part> fields = new LinkedHashMap<>();
      tree.properties().forEach(f -> fields.put(f.getKey(), part(f.getValue(), depth + 1)));
      return new Fields(fields);
    }
    if (tree.isArray()) {
      List<Part> items = new ArrayList<>();
      tree.forEach(item -> items.add(part(item, depth + 1)));
      return new Items(items);
    }
    return tree.isTextual() ? leaf(tree.textValue()) : new Constant(tree);
  }

  private static Part leaf(String source) {
    Matcher tag = ONE_TAG.matcher(source);
    return tag.matches() ? new Value(tag.group(1)) : new Text(Template.text(source));
  }

  /** A node of the tree, ready to be filled. */
  private sealed interface Part {
    JsonNode render(JsonNode context);

    default void collect(Set<String> names) {}
  }

  private record Fields(Map<String, Part> fields) implements Part {
    @Override
    public JsonNode render(JsonNode context) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      fields.forEach(
          (name, part) -> {
            JsonNode value = part.render(context);
            if (!value.isNull() || part instanceof Constant) {
              object.set(name, value);
            }
          });
      return object;
    }

    @Override
    public void collect(Set<String> names) {
      fields.values().forEach(part -> part.collect(names));
    }
  }

  private record Items(List<Part> items) implements Part {
    @Override
    public JsonNode render(JsonNode context) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
      items.forEach(item -> array.add(item.render(context)));
      return array;
    }

    @Override
    public void collect(Set<String> names) {
      items.forEach(item -> item.collect(names));
    }
  }

  private record Value(String path) implements Part {
    @Override
    public JsonNode render(JsonNode context) {
      JsonNode value = Context.at(context, path);
      return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    @Override
    public void collect(Set<String> names) {
      names.add(path);
    }
  }

  private record Text(Template template) implements Part {
    @Override
    public JsonNode render(JsonNode context) {
      return TextNode.valueOf(template.render(context));
    }

    @Override
    public void collect(Set<String> names) {
      names.addAll(template.names());
    }
  }

  private record Constant(JsonNode value) implements Part {
    @Override
    public JsonNode render(JsonNode context) {
      return value;
    }
  }
}
