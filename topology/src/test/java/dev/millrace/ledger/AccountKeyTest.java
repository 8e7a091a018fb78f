// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountKeyTest {

  /** What lies in changelogs, and stays. */
  @Test
  void keysAreStoredAsTheyWere() {
    assertThat(AccountKey.ofTenant("a/b").text()).isEqualTo("tenant/a/b");
    assertThat(AccountKey.ofUser("a/b", "c").text()).isEqualTo("user/3/a/b/c");
    assertThat(AccountKey.ofRoute("acme", "research").text()).isEqualTo("route/4/acme/research");
    assertThat(AccountKey.ofClass("acme", "background").text())
        .isEqualTo("class/4/acme/background");
    assertThat(AccountKey.ofGroup("retail").text()).isEqualTo("group/retail");
    assertThat(AccountKey.ofGroup("retail").leaseText()).isEqualTo("group/retail");
    assertThat(AccountKey.ofTenant("acme").leaseText()).isEqualTo("shards/tenant/acme");
    assertThat(AccountKey.limitsText("shards/tenant/acme")).isEqualTo("limits/shards/tenant/acme");
  }

  @ParameterizedTest
  @CsvSource({"acme,ann", "a/b,c", "a,b/c", "'',''", "7/acme,ann", "äß€😀,ø"})
  void whateverSlashesNamesHaveKeysAreReadBack(String tenant, String name) {
    for (AccountKey key :
        new AccountKey[] {
          AccountKey.ofTenant(tenant),
          AccountKey.ofUser(tenant, name),
          AccountKey.ofRoute(tenant, name),
          AccountKey.ofClass(tenant, name),
          AccountKey.ofGroup(name)
        }) {
      assertThat(AccountKey.parse(key.text())).contains(key);
      assertThat(AccountKey.parseLease(key.leaseText())).contains(key);
      assertThat(AccountKey.parseLimits(AccountKey.limitsText(key.leaseText()))).contains(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tenant", "planet/acme", "user/acme/ann", "user/9/acme/ann", "user//a/b"})
  void whatIsNoKeyIsNone(String text) {
    assertThat(AccountKey.parse(text)).isEmpty();
  }
}
