// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import okhttp3.Dns;

/**
 * Looks a host up for each connection, and refuses it if any of its addresses leads inside. The
 * connection goes to the addresses that were looked at, so a name that changes its mind afterwards
 * gains nothing.
 *
 * <p>An address, and {@code localhost}, never come here or pass: whoever wrote one into the
 * pipeline file meant it. Other names than the host's are those of a proxy, which the operator has
 * chosen.
 */
final class GuardedDns implements Dns {
  private final String host;
  private final List<AddressBlock> allowed;
  private final Dns dns;

  GuardedDns(String host, List<AddressBlock> allowed, Dns dns) {
    this.host = host;
    this.allowed = allowed;
    this.dns = dns;
  }

  @Override
  public List<InetAddress> lookup(String name) throws UnknownHostException {
    List<InetAddress> addresses = dns.lookup(name);
    if (name.equalsIgnoreCase(host) && !isLocalhost(name)) {
      for (InetAddress address : addresses) {
        if (!PublicAddresses.contain(address) && !isAllowed(address)) {
          throw new RefusedAddressException();
        }
      }
    }
    return addresses;
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream().anyMatch(block -> block.contains(address));
  }

  private static boolean isLocalhost(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("localhost") || lower.endsWith(".localhost");
  }
}
