// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one answer is billed, in OpenAI's words. Cached tokens are part of the prompt's. */
record TokenUse(int prompt, int completion, int cached) {

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
    json.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
    json.putObject("completion_tokens_details").put("reasoning_tokens", 0);
    return json;
  }
}
