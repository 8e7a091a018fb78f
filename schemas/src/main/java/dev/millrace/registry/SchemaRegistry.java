// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import org.apache.avro.Schema;

/** Where schemas get the ids that stand in front of every record. Safe for many threads. */
public interface SchemaRegistry extends AutoCloseable {

  /**
   * The id of a schema under a subject, which is registered if it is new.
   *
   * @throws RegistryException if it is refused, or the registry is out of reach
   */
  int register(String subject, Schema schema);

  /**
   * The id of a schema that somebody else has registered under a subject.
   *
   * @throws RegistryException if it is not there, or the registry is out of reach
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema of an id.
   *
   * @throws RegistryException if there is none, or the registry is out of reach
   */
  Schema byId(int id);

  @Override
  default void close() {}

  /** A registry in this process's memory and of nobody else, for tests and virtual time. */
  static SchemaRegistry inMemory() {
    return new InMemoryRegistry(new Subjects());
  }
}
