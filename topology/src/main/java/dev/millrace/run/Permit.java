// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.pipeline.BudgetLimits;

/**
 * That a run may go on beyond its own limits.
 *
 * @param control that said so
 * @param more by how much each of its limits is raised
 * @param steps how many rounds of calls it may begin more
 */
public record Permit(String control, BudgetLimits more, long steps) {}
