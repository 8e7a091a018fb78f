// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

/**
 * What this partition's lease of a pot is too small by.
 *
 * @param startMs of the window, epoch milliseconds
 */
public record Lack(Pot pot, long startMs, Amounts amounts) {}
