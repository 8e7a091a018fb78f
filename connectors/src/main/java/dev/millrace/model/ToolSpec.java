// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

/**
 * A tool as it is offered to a model.
 *
 * @param parameters a JSON Schema, as JSON text
 */
public record ToolSpec(String name, String description, String parameters) {}
