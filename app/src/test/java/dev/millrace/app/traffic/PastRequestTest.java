// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Request;
import org.junit.jupiter.api.Test;

class PastRequestTest {

  @Test
  void aDeadlineMovesAlong() {
    Request request = Request.newBuilder().setTenant("acme").setDeadlineMs(10_500L).build();

    Request again = new PastRequest(request, 10_000).asSentAt(90_000);

    assertThat(again.getDeadlineMs()).isEqualTo(90_500);
    assertThat(request.getDeadlineMs()).isEqualTo(10_500);
  }

  @Test
  void aDeadlineOfUnknownAgeStays() {
    Request request = Request.newBuilder().setTenant("acme").setDeadlineMs(10_500L).build();

    assertThat(new PastRequest(request, 0).asSentAt(90_000).getDeadlineMs()).isEqualTo(10_500);
  }
}
