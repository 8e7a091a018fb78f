// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.AccountLimits;

/** {@code providers.NAME.limits}. */
final class AccountLimitsForm extends Form<AccountLimits> {
  private static final long MOST = 1_000_000_000;

  private final Key<Long> requests = optional("requests_per_minute", Numbers.whole(1L, MOST));
  private final Key<Long> tokens = optional("tokens_per_minute", Numbers.whole(1L, MOST));
  private final Key<Boolean> shared = key("shared", Numbers.bool(), false);

  @Override
  void check(Entries entries) {
    boolean isShared = Boolean.TRUE.equals(entries.find(shared));
    if (isShared && !entries.has(requests) && !entries.has(tokens)) {
      String mend = "write requests_per_minute or tokens_per_minute too";
      entries.at(shared).mistake("there is no limit to be shared", mend);
    }
  }

  @Override
  AccountLimits build(Entries entries) {
    return new AccountLimits(entries.find(requests), entries.find(tokens), entries.get(shared));
  }
}
