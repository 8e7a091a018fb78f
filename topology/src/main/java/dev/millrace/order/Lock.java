// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.order;

/**
 * What calls of one tenant share that must not overlap.
 *
 * @param key what the tool's template made of the call's arguments
 */
public record Lock(String tenant, String key) {}
