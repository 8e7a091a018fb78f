// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** A Kafka broker inside this JVM, for demos and tests: one node, data in one directory. */
@NullMarked
package dev.millrace.broker;

import org.jspecify.annotations.NullMarked;
