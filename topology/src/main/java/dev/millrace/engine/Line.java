// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.engine;

import org.jspecify.annotations.Nullable;

/**
 * The places of a lane, and the calls that wait for one: interactive before background, but not for
 * ever.
 */
final class Line {

  /** After so many interactive turns in a row one is the background's, if it waits. */
  static final int INTERACTIVE_TURNS = 8;

  private final Places places;
  private final TenantsInTurn interactive = new TenantsInTurn();
  private final TenantsInTurn background = new TenantsInTurn();
  private int interactiveInARow;

  Line(Places places) {
    this.places = places;
  }

  Places places() {
    return places;
  }

  void add(Waiting call) {
    (call.seat().background() ? background : interactive).add(call);
  }

  /**
   * The next call that may leave, as far as lane, class and tenant go. A turn that the background
   * could not take stays owed.
   */
  @Nullable Waiting poll(Tenants tenants, boolean backgroundToo) {
    if (!places.free()) {
      return null;
    }
    Waiting next = inOrder(tenants, backgroundToo);
    if (next != null) {
      boolean overtakes = !next.seat().background() && !background.isEmpty();
      interactiveInARow = overtakes ? Math.min(INTERACTIVE_TURNS, interactiveInARow + 1) : 0;
    }
    return next;
  }

  private @Nullable Waiting inOrder(Tenants tenants, boolean backgroundToo) {
    if (!backgroundToo) {
      return interactive.poll(tenants);
    }
    boolean owed = interactiveInARow >= INTERACTIVE_TURNS;
    Waiting next = (owed ? background : interactive).poll(tenants);
    return next != null ? next : (owed ? interactive : background).poll(tenants);
  }

  int remove(Waiting.Caller caller) {
    return interactive.remove(caller) + background.remove(caller);
  }

  boolean isEmpty() {
    return interactive.isEmpty() && background.isEmpty();
  }
}
