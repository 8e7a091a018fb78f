// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Documents in OpenAPI, read for the tools that their operations can be. */
@NullMarked
package dev.millrace.openapi;

import org.jspecify.annotations.NullMarked;
