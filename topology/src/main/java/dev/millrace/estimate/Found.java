// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.route.By;

/** A route, and what settled on it. */
public record Found(String route, By by) {}
