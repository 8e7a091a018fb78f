// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** What operators ask of a running instance over HTTP. */
@NullMarked
package dev.millrace.app.http;

import org.jspecify.annotations.NullMarked;
