// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a tool answered.
 *
 * @param text all texts of its content, in order; what is no text is named in brackets
 * @param structured the same as JSON, where the tool has that
 * @param isError whether the tool says that it could not
 */
public record McpAnswer(String text, @Nullable JsonNode structured, boolean isError) {}
