// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/** Reads the pipeline file: every mistake at once, each with its place and how to mend it. */
@NullMarked
package dev.millrace.pipeline.file;

import org.jspecify.annotations.NullMarked;
