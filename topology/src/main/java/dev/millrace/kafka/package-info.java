// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Between Kafka Streams and the asynchronous calls: clients that a finished call can wake, that
 * count commits, that fence every transaction and that stop the intake when the instance is full;
 * settings, topics and the memory of the stores.
 */
@NullMarked
package dev.millrace.kafka;

import org.jspecify.annotations.NullMarked;
