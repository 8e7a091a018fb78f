// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where tenants are at home. All that comes in is said to lie in the first partition, which is the
 * only one that the test driver has; what belongs elsewhere has to take the way round once.
 */
record Homes(int partitions) {

  /** How often a record of this tenant goes round. */
  int detours(String tenant) {
    return tenant.isBlank() || of(tenant) == 0 ? 0 : 1;
  }

  /** The partition of a tenant, or of whatever else has a key. */
  int of(String name) {
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
