// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import java.nio.charset.StandardCharsets;

/** The key of a request record, byte for byte, in a form that compares. */
public record RecordKey(String latin1) {

  public static RecordKey of(byte[] bytes) {
    return new RecordKey(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** The key that a tenant's records carry. */
  public static RecordKey ofTenant(String tenant) {
    return of(tenant.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] bytes() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
