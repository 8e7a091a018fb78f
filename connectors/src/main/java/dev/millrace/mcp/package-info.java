// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Servers that speak the Model Context Protocol: their sessions, their tools, and calls of them.
 */
@NullMarked
package dev.millrace.mcp;

import org.jspecify.annotations.NullMarked;
