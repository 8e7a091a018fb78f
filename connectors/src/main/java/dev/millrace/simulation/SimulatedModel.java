// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.ModelRequest;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ToolUse;
import dev.millrace.simulation.ToolChooser.Choice;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model that only looks like one: a pure function from a request and a seed to an answer. It
 * chooses tools and quotes facts by plain rules about words, so that a pipeline can be shown and
 * tested without a provider, with the same answer every time.
 */
public final class SimulatedModel {

  private record CompiledRule(Pattern pattern, Rule rule) {}

  private final long seed;
  private final List<CompiledRule> rules;

  /**
   * @param rules asked first, in order
   */
  public SimulatedModel(long seed, List<Rule> rules) {
    this.seed = seed;
    this.rules =
        rules.stream().map(r -> new CompiledRule(Pattern.compile(r.pattern()), r)).toList();
  }

  /** Answers without a server, for instance in virtual time. Output tokens are cut as asked. */
  public ModelResponse answer(ModelRequest request) {
    ChatRequest chat = ChatRequest.of(request);
    Reply reply = Limit.of(request.maxOutputTokens()).on(answer(chat));
    return new ModelResponse(reply.text(), reply.toolUses(), reply.finishReason(), request.model());
  }

  Reply answer(ChatRequest request) {
    Conversation conversation = Conversation.of(request.messages());
    Reply ruled = byRule(conversation);
    if (ruled != null) {
      return ruled;
    }
    List<ToolUse> calls = toolCalls(request, conversation);
    return calls.isEmpty() ? inWords(request, conversation) : Reply.calling(calls);
  }

  private @Nullable Reply byRule(Conversation conversation) {
    for (CompiledRule compiled : rules) {
      Rule rule = compiled.rule();
      boolean calls = conversation.usersTurn() && !rule.toolCalls().isEmpty();
      boolean speaks = !rule.text().isEmpty() || calls;
      if (speaks && compiled.pattern().matcher(conversation.lastUserText()).find()) {
        return calls ? Reply.calling(uses(rule, conversation)) : Reply.saying(rule.text());
      }
    }
    return null;
  }

  private List<ToolUse> uses(Rule rule, Conversation conversation) {
    return IntStream.range(0, rule.toolCalls().size())
        .mapToObj(
            at -> {
              Rule.RuleCall call = rule.toolCalls().get(at);
              return use(call.name(), call.arguments(), at, conversation);
            })
        .toList();
  }

  private List<ToolUse> toolCalls(ChatRequest request, Conversation conversation) {
    if (request.toolbox().tools().isEmpty() || request.toolChoice().equals("none")) {
      return List.of();
    }
    ToolChooser chooser = new ToolChooser(conversation, request.toolbox().tools());
    List<Choice> choices = chosen(request, chooser);
    int most = request.parallelToolCalls() ? choices.size() : Math.min(1, choices.size());
    return IntStream.range(0, most)
        .mapToObj(
            at -> {
              Choice choice = choices.get(at);
              return use(choice.tool().name(), choice.arguments().toString(), at, conversation);
            })
        .toList();
  }

  private static List<Choice> chosen(ChatRequest request, ToolChooser chooser) {
    Optional<OfferedTool> named =
        request.toolbox().tools().stream()
            .filter(tool -> request.toolChoice().equals("=" + tool.name()))
            .findFirst();
    if (named.isPresent()) {
      return List.of(chooser.forced(named.get()));
    }
    List<Choice> choices = chooser.next();
    boolean must = choices.isEmpty() && request.toolChoice().equals("required");
    return must ? List.of(chooser.forced(chooser.best())) : choices;
  }

  private Reply inWords(ChatRequest request, Conversation conversation) {
    String text = TextAnswer.of(conversation, seed);
    JsonNode schema = request.responseSchema();
    if (schema == null) {
      return Reply.saying(text);
    }
    JsonNode answer = new SchemaAnswer(conversation, schema, text).answer();
    return Reply.saying(answer.toString());
  }

  /** Ids differ within a conversation and are the same for the same conversation and seed. */
  private ToolUse use(String name, String arguments, int index, Conversation conversation) {
    long identity = Hashes.of(seed, conversation.userText() + name + arguments);
    int position = conversation.calls().size() + index;
    return new ToolUse("call_" + Hashes.hex(identity + position), name, arguments);
  }
}
