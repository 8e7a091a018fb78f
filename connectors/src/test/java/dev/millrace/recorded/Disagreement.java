// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.recorded;

/**
 * Something that our client reads in another way than it was recorded.
 *
 * @param cassette the recording's file, and which of its exchanges
 * @param what the name of the fact
 */
public record Disagreement(String cassette, String what, String expected, String got) {}
