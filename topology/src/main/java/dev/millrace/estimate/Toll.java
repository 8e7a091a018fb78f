// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.Amounts;

/** What a run takes of money and of time, until it ends. */
public record Toll(Amounts spent, long tookMs) {}
