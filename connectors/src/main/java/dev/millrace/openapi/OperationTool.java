// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation as an HTTP tool.
 *
 * @param name made of the operation's id so that a pipeline file can hold it
 * @param parameters a JSON Schema of the arguments, with nothing outside itself
 * @param url scheme, host and a path with tags
 * @param body a template; null if the arguments themselves are sent, or nothing is
 */
public record OperationTool(
    String name,
    String description,
    JsonNode parameters,
    String method,
    String url,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable JsonNode body) {}
