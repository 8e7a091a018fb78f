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
    byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
    int home = Utils.toPositive(Utils.murmur2(key)) % partitions;
    return tenant.isBlank() || home == 0 ? 0 : 1;
  }
}
