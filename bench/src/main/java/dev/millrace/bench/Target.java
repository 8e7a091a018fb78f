// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Something that answers each record of one topic with a record of another, under the same key and
 * with the same {@code request_id} header.
 *
 * @param request the record's value, by the request's number
 * @param isAnswer whether a record that came back is the answer it should be
 */
record Target(
    String requests, String results, IntFunction<byte[]> request, Predicate<byte[]> isAnswer) {}
