// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a mailbox for each task. There is nothing in it to log or to cache. */
final class MailboxBuilder implements StoreBuilder<Mailbox> {
  private final Supplier<Mailbox> mailboxes;

  MailboxBuilder(Supplier<Mailbox> mailboxes) {
    this.mailboxes = mailboxes;
  }

  @Override
  public Mailbox build() {
    return mailboxes.get();
  }

  @Override
  public String name() {
    return Mailbox.NAME;
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public StoreBuilder<Mailbox> withCachingEnabled() {
    return this;
  }

  @Override
  public StoreBuilder<Mailbox> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<Mailbox> withLoggingEnabled(Map<String, String> config) {
    return this;
  }

  @Override
  public StoreBuilder<Mailbox> withLoggingDisabled() {
    return this;
  }
}
