// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A topology on virtual time: Kafka's test driver, with transactions that a crash can lose, and
 * restarts that restore from changelogs.
 */
@NullMarked
package dev.millrace.virtual;

import org.jspecify.annotations.NullMarked;
