// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

/** A text and the route that people gave it. */
record LabelledText(String text, String route) {}
