// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that stop a process. The JVM itself passes over a second one while it shuts down, and
 * the class that hears of them is outside the Java platform's interface: so it is asked for by
 * name, and done without where it is not there.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /** Does this when SIGTERM or Ctrl-C comes from now on, on a thread of its own. */
  static void onNext(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object acting =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        Object each = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, each, acting);
      }
    } catch (ReflectiveOperationException e) {
      log.atWarn().setCause(e).log("A second signal will not be heard");
    }
  }
}
