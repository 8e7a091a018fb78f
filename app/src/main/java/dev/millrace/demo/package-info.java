// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The worlds that {@code millrace demo} runs in: shops, their tools over HTTP, and what people ask.
 */
@NullMarked
package dev.millrace.demo;

import org.jspecify.annotations.NullMarked;
