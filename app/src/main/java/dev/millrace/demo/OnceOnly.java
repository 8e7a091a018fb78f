// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The replies to calls that carried an idempotency key, so that a repeated call does nothing. */
final class OnceOnly {
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_KEY_CHARS = 255;

  private record Done(String fingerprint, Reply reply) {}

  private final Map<String, Done> done = new LinkedHashMap<>();

  /**
   * Does it, unless it was done under this key before.
   *
   * @param key empty for none: then it is done every time
   * @param fingerprint of the whole call: one key must not stand for two different calls
   */
  Reply reply(String key, String fingerprint, Supplier<Reply> action) {
    if (key.isEmpty()) {
      return action.get();
    }
    if (key.length() > MAX_KEY_CHARS) {
      return Reply.badRequest("The Idempotency-Key has more than 255 characters.");
    }
    Done before = done.get(key);
    if (before == null) {
      return remember(key, new Done(fingerprint, action.get()));
    }
    return before.fingerprint().equals(fingerprint)
        ? before.reply()
        : Reply.unprocessable("The Idempotency-Key was used for another call.");
  }

  private Reply remember(String key, Done now) {
    if (done.size() >= MAX_KEYS) {
      done.remove(done.keySet().iterator().next());
    }
    done.put(key, now);
    return now.reply();
  }
}
