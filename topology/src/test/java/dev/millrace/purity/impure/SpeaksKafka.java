// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.purity.impure;

import org.apache.kafka.common.utils.Bytes;

/** Never used: what the rule of purity must catch. */
public final class SpeaksKafka {
  public Bytes bytes(byte[] raw) {
    return Bytes.wrap(raw);
  }
}
