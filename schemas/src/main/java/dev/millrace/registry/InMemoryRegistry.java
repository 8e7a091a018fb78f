// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import org.apache.avro.Schema;

/** A registry without a wire, with the rules of one. */
final class InMemoryRegistry implements SchemaRegistry {
  private final Subjects subjects;

  InMemoryRegistry(Subjects subjects) {
    this.subjects = subjects;
  }

  @Override
  public int register(String subject, Schema schema) {
    return subjects.register(subject, schema);
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return subjects.find(subject, schema).id();
  }

  @Override
  public Schema byId(int id) {
    return subjects.byId(id);
  }
}
