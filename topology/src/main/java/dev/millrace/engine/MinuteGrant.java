// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.ledger.Amounts;

/**
 * What an instance may use of a slice of a minute that instances share.
 *
 * @param startMs of the slice, epoch milliseconds
 * @param forMs how long it still lasts
 * @param isAll whether no more is to be had in this slice
 */
public record MinuteGrant(Lane lane, long startMs, long forMs, Amounts amounts, boolean isAll) {}
