// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.demo;

/**
 * The demo's own shop, in memory: Bramblecote, for house and garden. Its operations know nothing of
 * HTTP but the status of a reply.
 */
record RetailWorld(RetailCatalog catalog, RetailOrders orders) {

  /** The shop as it is at the start. */
  static RetailWorld open() {
    RetailData data = RetailData.load();
    return new RetailWorld(new RetailCatalog(data), new RetailOrders(data));
  }
}
