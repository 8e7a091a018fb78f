// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

/**
 * Who asks for a place: each place taken counts for the instance, for the lane, for the tenant, and
 * for the background if the call is of it.
 *
 * @param background whether the call yields to others
 */
public record Seat(Lane lane, String tenant, boolean background) {}
