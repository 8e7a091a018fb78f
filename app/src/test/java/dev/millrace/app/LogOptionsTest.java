// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogOptionsTest {
  private static final Logger KAFKA = LoggerFactory.getLogger("org.apache.kafka.clients");
  private static final Logger NOISE = LoggerFactory.getLogger("kafka.server.ReplicaManager");
  private static final Logger OURS = LoggerFactory.getLogger("dev.millrace.runtime");

  private final LogOptions options = new LogOptions();

  @AfterEach
  void asItWas() {
    options.apply("WARN");
  }

  @Test
  void whoWasQuietForAWhileWarnsAgain() {
    LogOptions.quiet();
    assertThat(KAFKA.isWarnEnabled()).isFalse();

    options.apply("INFO");

    assertThat(KAFKA.isWarnEnabled()).isTrue();
    assertThat(KAFKA.isInfoEnabled()).isFalse();
    assertThat(OURS.isInfoEnabled()).isTrue();
  }

  @Test
  void whatTheFileTurnsOffStaysOff() {
    options.apply("DEBUG");

    assertThat(NOISE.isErrorEnabled()).isFalse();
    assertThat(OURS.isDebugEnabled()).isTrue();
  }
}
