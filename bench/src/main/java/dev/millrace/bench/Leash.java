// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every child: runs another one, and ends with its parent, however that ends. The
 * parent holds the other end of standard input, which the system closes even after a kill -9.
 */
final class Leash {
  private Leash() {}

  /** MAIN_CLASS ARGUMENT... */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread leash = new Thread(Leash::awaitRelease, "leash");
    leash.setDaemon(true);
    leash.start();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    var main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
    try {
      main.invoke(null, (Object) rest);
    } catch (InvocationTargetException failed) {
      // Threads that it has started must not keep it alive.
      failed.printStackTrace();
      System.exit(1);
    }
  }

  private static void awaitRelease() {
    try {
      while (System.in.read() >= 0) {
        // nothing is ever said
      }
    } catch (IOException broken) {
      // as good as an end
    }
    System.exit(0);
  }
}
