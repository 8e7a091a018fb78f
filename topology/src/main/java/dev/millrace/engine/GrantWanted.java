// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import dev.millrace.bounds.LeasedAccount;

/** What calls of a lane wait for that instances share, and that is to be asked for. */
public record GrantWanted(Lane lane, LeasedAccount.Demand demand) {}
