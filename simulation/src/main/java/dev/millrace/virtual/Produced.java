// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that was written: to a topic of the application, or to a store's changelog.
 *
 * @param timestampMs the record's own time, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Produced(
    String topic,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long timestampMs,
    Headers headers) {}
