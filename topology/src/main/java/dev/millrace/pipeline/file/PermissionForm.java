// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.millrace.pipeline.Permission;
import java.time.Duration;

/** {@code routes.NAME.at_limit.permission}. */
final class PermissionForm extends Form<Permission> {
  private final Key<Duration> wait = required("wait", Quantities.duration(ofSeconds(1), ofDays(7)));

  @Override
  Permission build(Entries entries) {
    return new Permission(entries.get(wait));
  }
}
