// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes a tree of a YAML text, with limits on its depth and on what aliases repeat: a small file
 * must not become a large tree. What is refused leaves an empty text in its place and a mistake.
 */
final class YamlParser {
  static final int MAX_DEPTH = 64;
  static final int MAX_REPEATED_NODES = 10_000;

  private final Context context;
  private final String text;
  private final Map<Anchor, Yaml> anchors = new HashMap<>();
  private final Iterator<Event> events;
  private int repeated;

  /** Ends the parsing at once: the library takes quadratic time for what is deep. */
  private static final class TooDeep extends YamlEngineException {
    private static final long serialVersionUID = 1L;
    private final transient Event start;

    TooDeep(Event start) {
      super("too deep");
      this.start = start;
    }
  }

  private YamlParser(Context context, String text) {
    this.context = context;
    this.text = text;
    LoadSettings settings = LoadSettings.builder().setLabel("the file").build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The only document of the text; null if there is none that can be read. */
  static @Nullable Yaml parse(Context context, String text) {
    YamlParser parser = new YamlParser(context, text);
    try {
      return parser.document();
    } catch (TooDeep e) {
      String message = "this is nested deeper than " + MAX_DEPTH + " levels";
      parser.mistake(e.start, message, "make it flatter");
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      parser.syntaxMistake(e.getProblem(), mark);
    } catch (ReaderException e) {
      parser.characterMistake(e);
    } catch (YamlEngineException e) {
      parser.syntaxMistake(String.valueOf(e.getMessage()), null);
    }
    return null;
  }

  private @Nullable Yaml document() {
    Yaml root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (!(event instanceof DocumentStartEvent)) {
        continue;
      }
      if (root != null) {
        mistake(event, "a second document begins", "keep one document in a file");
        return root;
      }
      root = node(events.next(), 1);
    }
    if (root == null) {
      context.mistake(1, 1, "", "the file is empty", "name the pipeline and at least one route");
    }
    return root;
  }

  private Yaml node(Event event, int depth) {
    refuseTag(event);
    Yaml node;
    if (event instanceof AliasEvent alias) {
      return repeat(alias, depth);
    } else if (event instanceof ScalarEvent scalar) {
      node = new Yaml.Text(scalar.getValue(), scalar.isPlain(), line(event), column(event));
    } else if (depth >= MAX_DEPTH) {
      throw new TooDeep(event);
    } else if (event instanceof MappingStartEvent) {
      node = mapping(event, depth);
    } else {
      node = sequence(event, depth);
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private Yaml sequence(Event start, int depth) {
    List<Yaml> items = new ArrayList<>();
    for (Event next = events.next(); !isEnd(next); next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Yaml.Sequence(items, line(start), column(start));
  }

  private Yaml mapping(Event start, int depth) {
    List<Yaml.Entry> entries = new ArrayList<>();
    for (Event next = events.next(); !isEnd(next); next = events.next()) {
      Yaml key = node(next, depth + 1);
      if (!(key instanceof Yaml.Text)) {
        mistake(next, key.describe() + " is no key", "write a text as the key");
      }
      Yaml value = node(events.next(), depth + 1);
      if (key instanceof Yaml.Text name) {
        entries.add(new Yaml.Entry(name, value));
      }
    }
    return new Yaml.Mapping(entries, line(start), column(start));
  }

  private Yaml repeat(AliasEvent alias, int depth) {
    Yaml node = anchors.get(alias.getAlias());
    if (node == null) {
      mistake(
          alias,
          "*" + alias.getAlias() + " names no anchor that is complete here",
          "write &" + alias.getAlias() + " before what it shall repeat, not around it");
    } else if (repeated <= MAX_REPEATED_NODES) {
      repeated += node.size();
      if (repeated > MAX_REPEATED_NODES || depth + node.height() > MAX_DEPTH) {
        repeated = MAX_REPEATED_NODES + 1;
        mistake(alias, "the aliases repeat too much", "write out what is meant");
      } else {
        return node;
      }
    }
    return empty(alias);
  }

  private void refuseTag(Event event) {
    Optional<String> tag = Optional.empty();
    if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (event instanceof CollectionStartEvent start) {
      tag = start.getTag();
    }
    tag.ifPresent(name -> mistake(event, "tags such as " + name + " mean nothing here", "drop it"));
  }

  private void syntaxMistake(String problem, @Nullable Mark mark) {
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    String mend = "check the indentation, quotes, brackets and colons here and just before";
    context.mistake(line, column, "", "this is no YAML: " + problem.replace('\n', ' '), mend);
  }

  private void characterMistake(ReaderException e) {
    int end = Math.min(text.length(), text.offsetByCodePoints(0, e.getPosition()));
    String before = text.substring(0, end);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    String character = "the character U+%04X may not stand in YAML".formatted(e.getCodePoint());
    context.mistake(line, end - before.lastIndexOf('\n'), "", character, "delete it");
  }

  private void mistake(Event event, String message, String mend) {
    context.mistake(line(event), column(event), "", message, mend);
  }

  private static Yaml empty(Event event) {
    return new Yaml.Text("", false, line(event), column(event));
  }

  private static boolean isEnd(Event event) {
    return event instanceof CollectionEndEvent;
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static int column(Event event) {
    return event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
  }
}
