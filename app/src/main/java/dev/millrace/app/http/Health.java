// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.http;

/**
 * What an instance says of itself.
 *
 * @param state one word for people
 * @param alive false if only a restart can help
 * @param ready true if it takes requests now
 */
public record Health(String state, boolean alive, boolean ready) {}
