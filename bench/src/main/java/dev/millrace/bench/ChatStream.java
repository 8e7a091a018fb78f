// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer as OpenAI streams it, with all the fields that nobody reads: an event a token. */
record ChatStream(List<byte[]> events) {
  private static final String HEAD =
      "data:"
          + " {\"id\":\"chatcmpl-Bq7hT2nVfXrKzLw3mYc8JdE5sUaGp\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1752570000,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\","
          + "\"system_fingerprint\":\"fp_34a54ae93c\",";
  private static final String[] WORDS = {" the", " order", " left", " on", " time", ",", " says"};

  /** An answer of so many tokens. */
  static ChatStream of(int tokens) {
    List<byte[]> events = new ArrayList<>();
    for (int i = 0; i < tokens; i++) {
      events.add(choice("{\"content\":\"" + WORDS[i % WORDS.length] + "\"}", "null"));
    }
    events.add(choice("{}", "\"stop\""));
    String usage =
        HEAD
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":400,\"completion_tokens\":%d,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}}\n\n"
            + "data: [DONE]\n\n";
    events.add(bytes(usage.formatted(tokens, 400 + tokens)));
    return new ChatStream(events);
  }

  private static byte[] choice(String delta, String finishReason) {
    return bytes(
        HEAD
            + "\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"logprobs\":null,\"finish_reason\":"
            + finishReason
            + "}],\"usage\":null}\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  long totalBytes() {
    return events.stream().mapToLong(event -> event.length).sum();
  }
}
