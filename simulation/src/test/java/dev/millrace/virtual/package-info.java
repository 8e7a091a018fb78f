// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.millrace.virtual;

import org.jspecify.annotations.NullMarked;
