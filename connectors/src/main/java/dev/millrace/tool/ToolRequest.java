// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

import java.time.Duration;

/**
 * One attempt of a tool call.
 *
 * @param callId the idempotency key: the same for every attempt of the same call
 * @param tenant whose data the tool may touch
 * @param user on whose behalf; empty if the request named none
 * @param arguments a JSON object, as JSON text, already checked against the tool's schema
 */
public record ToolRequest(
    String callId, String tenant, String user, String arguments, Duration timeout) {}
