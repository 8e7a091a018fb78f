// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.millrace.model.Message;
import dev.millrace.model.Message.AssistantMessage;
import dev.millrace.model.Message.SystemMessage;
import dev.millrace.model.Message.ToolMessage;
import dev.millrace.model.Message.UserMessage;
import dev.millrace.model.ToolSpec;
import dev.millrace.model.ToolUse;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Counts tokens as a family of models does. For models whose tokenizer is not public the count is
 * that of {@code o200k_base}, for Claude with what it takes more: near enough to reserve money by,
 * and replaced by what the provider says. Counters are thread-safe and free to make: the tables
 * behind them are read once.
 */
public final class TokenCounter {
  /** What a chat format puts around a message: markers, the role, a line end. */
  static final int TOKENS_PER_MESSAGE = 4;

  /** What primes the answer. */
  static final int TOKENS_PER_REPLY = 3;

  /** What a chat format puts around a wish to call a tool, its id included. */
  static final int TOKENS_PER_TOOL_USE = 24;

  /** How long a signature is for each token that it stands for. */
  private static final int CHARS_PER_SIGNED_TOKEN = 4;

  /** What a chat format puts around the description of a tool. */
  static final int TOKENS_PER_TOOL = 16;

  /** What introduces the tools as a whole. */
  static final int TOKENS_FOR_TOOLS = 16;

  private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();
  private static final Pattern OLDER =
      Pattern.compile("(gpt-4|gpt-35|gpt-3\\.5|text-embedding-)(?!o|\\.\\d).*");

  private static final Pattern LATER_CLAUDE = Pattern.compile("claude-[a-z]+-(4[-.][7-9]|[5-9])");

  /**
   * A longer text is counted in pieces, so a token or so too many for each. Without this a text of
   * millions of characters without a space takes a minute, since the time goes by the square.
   */
  static final int LONGEST_PIECE = 1 << 15;

  private static final CountedTexts COUNTED = new CountedTexts(8 << 20);

  private final EncodingType type;
  private final Encoding encoding;
  private final Overhead overhead;

  /**
   * What a family of models has in its prompts that is not ours to see.
   *
   * @param percent tokens of its own for a hundred of the encoding's
   * @param perReply what primes the answer
   * @param forTools what introduces the tools as a whole
   */
  private record Overhead(int percent, int perReply, int forTools) {
    static final Overhead NONE = new Overhead(100, TOKENS_PER_REPLY, TOKENS_FOR_TOOLS);

    /** As recorded: 115 for a hundred, a prompt of some 340 for tools, and of 30 for thinking. */
    static final Overhead CLAUDE = new Overhead(120, 35, 400);

    /** With the tokenizer since 4.7, which is told to make up to 35 % more. */
    static final Overhead LATER_CLAUDE = new Overhead(165, 35, 500);
  }

  private TokenCounter(EncodingType type, Overhead overhead) {
    this.type = type;
    this.encoding = ENCODINGS.getEncoding(type);
    this.overhead = overhead;
  }

  /** A counter for a model by its provider's name, with or without a prefix such as openai/. */
  public static TokenCounter forModel(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1);
    if (name.contains("claude")) {
      boolean later = LATER_CLAUDE.matcher(name).find();
      Overhead overhead = later ? Overhead.LATER_CLAUDE : Overhead.CLAUDE;
      return new TokenCounter(EncodingType.O200K_BASE, overhead);
    }
    boolean older = OLDER.matcher(name).matches();
    EncodingType type = older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE;
    return new TokenCounter(type, Overhead.NONE);
  }

  /** The tokens of a text; marks such as {@code <|endoftext|>} in it are plain text. */
  public int count(String text) {
    long tokens = COUNTED.count(type, text, this::countPieces);
    return Math.toIntExact((tokens * overhead.percent() + 99) / 100);
  }

  private int countPieces(String text) {
    int tokens = 0;
    int from = 0;
    while (text.length() - from > LONGEST_PIECE) {
      int to = from + LONGEST_PIECE;
      to = Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
      tokens += encoding.countTokensOrdinary(text.substring(from, to));
      from = to;
    }
    return tokens + encoding.countTokensOrdinary(text.substring(from));
  }

  /**
   * An upper bound of the input tokens of a chat request: every text in full, tools as their whole
   * JSON Schema, and more than the known formats put around each.
   */
  public int countMessages(List<Message> messages, List<ToolSpec> tools) {
    int tokens = overhead.perReply();
    for (Message message : messages) {
      tokens += TOKENS_PER_MESSAGE + countContent(message);
    }
    return tokens + countTools(tools);
  }

  /** What the tools take of {@link #countMessages}. */
  public int countTools(List<ToolSpec> tools) {
    int tokens = tools.isEmpty() ? 0 : overhead.forTools();
    for (ToolSpec tool : tools) {
      tokens += TOKENS_PER_TOOL + count(tool.name());
      tokens += count(tool.description()) + count(tool.parameters());
    }
    return tokens;
  }

  /**
   * What the JSON Schema takes that an answer is held to: as a tool would, for where a provider has
   * no other way it is one.
   */
  public int countSchema(String schema) {
    return overhead.forTools() + TOKENS_PER_TOOL + count(schema);
  }

  private int countContent(Message message) {
    if (message instanceof SystemMessage system) {
      return count(system.text());
    }
    if (message instanceof UserMessage user) {
      return count(user.text());
    }
    if (message instanceof ToolMessage result) {
      return TOKENS_PER_TOOL_USE + count(result.content());
    }
    AssistantMessage said = (AssistantMessage) message;
    return count(said.text()) + countToolUses(said.toolUses());
  }

  /**
   * What wishes to call tools take, as input or as output. A signature stands for what was thought,
   * of which four characters are about a token.
   */
  public int countToolUses(List<ToolUse> uses) {
    int tokens = 0;
    for (ToolUse use : uses) {
      tokens += TOKENS_PER_TOOL_USE + count(use.name()) + count(use.arguments());
      tokens += use.signature().length() / CHARS_PER_SIGNED_TOKEN;
    }
    return tokens;
  }
}
