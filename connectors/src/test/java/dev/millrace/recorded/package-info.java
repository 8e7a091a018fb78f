// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Recorded exchanges with providers: read from their folders, replayed to our clients, and held
 * against a reading of the recording that shares no code with ours. For tests and benchmarks.
 */
@NullMarked
package dev.millrace.recorded;

import org.jspecify.annotations.NullMarked;
