// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * How many calls a provider bears: places that follow what its answers say, and what an account may
 * use in a minute. Numbers in, numbers out: time comes as an argument.
 */
@NullMarked
package dev.millrace.bounds;

import org.jspecify.annotations.NullMarked;
