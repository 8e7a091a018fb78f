// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Worlds made of a seed, in which the real topology runs on virtual time: what arrives, what fails,
 * when it dies. Every history is held against what the project promises.
 */
@NullMarked
package dev.millrace.seeded;

import org.jspecify.annotations.NullMarked;
