// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/**
 * A text that belongs to a route, as its vector.
 *
 * @param vector of unit length; read once, never kept
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the embedder to the index, never compared
public record Example(String route, float[] vector) {}
