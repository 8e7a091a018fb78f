// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

/**
 * A tool's result that may serve again.
 *
 * @param costNanos what making it cost, and what a hit saves
 */
public record CachedTool(String content, int tokens, long madeAtMs, long costNanos) {}
