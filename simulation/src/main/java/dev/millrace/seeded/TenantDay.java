// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

/** Keys of the ledger that stand for a tenant's day. */
final class TenantDay {
  private static final String PREFIX = "tenant/day/";

  private TenantDay() {}

  static boolean isKey(String key) {
    return key.startsWith(PREFIX);
  }

  static String tenant(String key) {
    return key.substring(key.indexOf('/', PREFIX.length()) + 1);
  }

  static String key(String tenant, long dayMs) {
    return PREFIX + dayMs + "/" + tenant;
  }
}
