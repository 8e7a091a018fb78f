// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.tool;

/**
 * What a tool returned, after what the pipeline picks from it.
 *
 * @param content JSON where the tool speaks JSON, else plain text
 * @param tokens how many tokens the content is in a prompt, counted off the stream thread
 */
public record ToolResponse(String content, int tokens) {}
