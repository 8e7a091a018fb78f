// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

/** What one request will come to. */
public record Forecast(Played least, Played likely, Played most) {}
