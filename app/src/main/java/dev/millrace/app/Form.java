// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

/** How figures are told: to people, or to programs. */
enum Form {
  TABLE,
  CSV,
  JSON
}
