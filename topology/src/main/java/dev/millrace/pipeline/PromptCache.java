// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

/** What is done so that a provider finds the beginning of a prompt in its own cache. */
public enum PromptCache {
  /** What the protocol needs: Anthropic's caches only what is marked. */
  AUTO,
  /** As auto; and requests that begin alike bear one key, by which OpenAI's finds their machine. */
  KEYED,
  /** Nothing. */
  OFF
}
