// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Nothing was reserved, for want of what may lie elsewhere: it is to be asked for.
 *
 * @param otherwise the refusal that it comes to if there is no more
 */
public record Lacking(List<Lack> lacks, Refusal otherwise) implements Accounts.Answer {
  public Lacking {
    lacks = List.copyOf(lacks);
  }

  Lacking and(List<Lack> more) {
    List<Lack> all = new ArrayList<>(lacks);
    all.addAll(more);
    return new Lacking(all, otherwise);
  }
}
