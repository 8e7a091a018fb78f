// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.estimate;

import dev.millrace.ledger.AccountKey;
import dev.millrace.pipeline.Budgets;
import dev.millrace.run.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whose budgets a run's calls count against; those alone that the pipeline file limits. */
record Payers(Budgets budgets) {

  /** While it looks for its route. */
  List<AccountKey> of(RunFacts facts) {
    List<AccountKey> all = new ArrayList<>();
    all.add(AccountKey.ofTenant(facts.tenant()));
    all.add(AccountKey.ofUser(facts.tenant(), facts.user()));
    all.add(AccountKey.ofClass(facts.tenant(), facts.workloadClass()));
    budgets.groups().entrySet().stream()
        .filter(group -> group.getValue().tenants().contains(facts.tenant()))
        .map(Map.Entry::getKey)
        .forEach(group -> all.add(AccountKey.ofGroup(group)));
    all.removeIf(key -> key.limits(budgets).isEmpty());
    return all;
  }

  /** On its route. */
  List<AccountKey> of(RunFacts facts, String route) {
    List<AccountKey> all = of(facts);
    AccountKey ofRoute = AccountKey.ofRoute(facts.tenant(), route);
    if (!ofRoute.limits(budgets).isEmpty()) {
      all.add(ofRoute);
    }
    return all;
  }
}
