// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.run.RunId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private static final RunId ONE = RunId.of("acme", "one");
  private static final RunId OTHER = RunId.of("acme", "other");

  private final Notices notices = new Notices();
  private final List<String> told = new ArrayList<>();

  @Test
  void ofEachRunTheLatestIsToldAndOnlyOnce() {
    notices.put(ONE, () -> told.add("one began"));
    notices.put(OTHER, () -> told.add("other began"));
    notices.put(ONE, () -> told.add("one ended"));

    notices.publish();
    notices.publish();

    assertThat(told).containsExactly("one ended", "other began");
  }

  @Test
  void anAlarmIsNotLostBehindWhatComesLater() {
    notices.alarm(() -> told.add("one is dear"));
    notices.put(ONE, () -> told.add("one began"));
    notices.alarm(() -> told.add("one grew"));
    notices.put(ONE, () -> told.add("one ended"));

    notices.publish();
    notices.publish();

    assertThat(told).containsExactly("one is dear", "one grew", "one ended");
  }

  @Test
  void whatComesWhileTheyAreToldIsForTheNextTime() {
    notices.put(
        ONE,
        () -> {
          told.add("first");
          notices.put(ONE, () -> told.add("second"));
        });

    notices.publish();
    assertThat(told).containsExactly("first");

    notices.publish();
    assertThat(told).containsExactly("first", "second");
  }
}
