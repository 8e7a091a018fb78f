// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Requests on their way to Kafka, results on their way back, and what both add up to. */
@NullMarked
package dev.millrace.app.traffic;

import org.jspecify.annotations.NullMarked;
