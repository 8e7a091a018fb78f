// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** What people see: lines, colours and a progress bar on a terminal, JSON lines elsewhere. */
@NullMarked
package dev.millrace.app.console;

import org.jspecify.annotations.NullMarked;
