// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a pipeline's runs will cost and how long they will take, before there are any: the pure core
 * is played with models and tools that answer by assumption.
 */
@NullMarked
package dev.millrace.estimate;

import org.jspecify.annotations.NullMarked;
