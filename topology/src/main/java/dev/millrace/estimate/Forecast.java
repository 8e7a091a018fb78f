// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.AccountKey;
import java.util.List;

/**
 * What one request will come to.
 *
 * @param payers whose budgets pay for it
 */
public record Forecast(List<AccountKey> payers, Played least, Played likely, Played most) {

  public Forecast {
    payers = List.copyOf(payers);
  }
}
