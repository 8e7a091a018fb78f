// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.virtual;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way in.
 *
 * @param timestampMs the record's own time, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity: a record is taken or is not
public record Input(
    String topic, byte @Nullable [] key, byte @Nullable [] value, long timestampMs) {}
