// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Whose turn it is among calls that must not overlap. No Kafka, no clock, no chance, no I/O. */
@org.jspecify.annotations.NullMarked
package dev.millrace.order;
