// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import dev.millrace.pipeline.BudgetWindow;

/**
 * A budget that several partitions spend from: each has a lease of a part of it, granted by the
 * pot's home partition.
 *
 * @param key of the account that each partition keeps of what it spends
 */
public record Pot(String key, BudgetWindow window) {}
