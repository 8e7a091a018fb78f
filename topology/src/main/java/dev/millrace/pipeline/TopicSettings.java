// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline;

/**
 * Names and form of the topics.
 *
 * @param prefix of every topic: {@code PREFIX.requests} and so on
 * @param partitions of topics that do not exist yet
 * @param replication of topics that do not exist yet
 * @param format of what is written; what is read may be either
 * @param registryUrl of the schema registry; empty with {@link Format#JSON}
 * @param calls what of each call goes to {@code PREFIX.calls}
 */
public record TopicSettings(
    String prefix,
    int partitions,
    short replication,
    Format format,
    String registryUrl,
    CallRecording calls) {

  public TopicSettings {
    Checks.notBlank(prefix, "prefix");
    Checks.atLeast(1, partitions, "partitions");
    Checks.atLeast(1, replication, "replication");
  }

  /** How values travel. */
  public enum Format {
    /** Confluent's wire format with a schema registry. */
    AVRO,
    /** JSON by the same schemas, without a registry. */
    JSON
  }

  /** What replay will have to go by. */
  public enum CallRecording {
    OFF,
    /** Sizes, hashes and times, no content. */
    REDACTED,
    FULL
  }
}
