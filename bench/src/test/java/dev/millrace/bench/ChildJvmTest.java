// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildJvmTest {

  @Test
  void tellsWhatTheChildSaidWhenItWasReady() throws IOException {
    try (ChildJvm child =
        ChildJvm.start(Waiting.class, "ready: ", Map.of("GREETING", "hello"), "you")) {
      assertThat(child.awaitReady()).isEqualTo("hello you");
    }
  }

  @Test
  void aClosedChildEnds() throws IOException {
    ChildJvm child = ChildJvm.start(Waiting.class, "ready: ", Map.of("GREETING", "hello"), "you");
    child.awaitReady();

    child.close();

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void saysSoIfTheChildEndsBeforeItIsReady() throws IOException {
    try (ChildJvm child = ChildJvm.start(Failing.class, "ready: ", Map.of())) {
      assertThatThrownBy(child::awaitReady)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Failing ended before it was ready");
    }
  }

  /** Says that it is ready and never ends by itself. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.println("something else");
      System.out.println("ready: " + System.getenv("GREETING") + " " + args[0]);
      Thread.currentThread().join();
    }
  }

  /** Leaves a thread behind that would keep the JVM alive. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) {
      new Thread(
              () -> {
                while (true) {
                  java.util.concurrent.locks.LockSupport.park();
                }
              })
          .start();
      throw new IllegalStateException("on purpose");
    }
  }
}
