// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * One attempt of a tool call.
 *
 * @param callId the idempotency key: the same for every attempt of the same call
 * @param tool the server's name for it
 * @param mayRepeat whether it does no harm if an old connection makes it be sent twice
 */
public record McpCall(
    String callId, String tool, ObjectNode arguments, Duration timeout, boolean mayRepeat) {}
