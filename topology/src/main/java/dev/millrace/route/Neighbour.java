// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

/** An example near a vector. */
record Neighbour(String route, double similarity) {}
