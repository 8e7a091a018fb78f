// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** The millrace command: a class for each of its subcommands, and what they share. */
@NullMarked
package dev.millrace.app;

import org.jspecify.annotations.NullMarked;
