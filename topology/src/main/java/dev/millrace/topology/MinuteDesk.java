// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.GrantWanted;
import dev.millrace.engine.Lane;
import dev.millrace.engine.MinuteGrant;
import dev.millrace.engine.PendingCall.Kind;
import dev.millrace.ledger.LeaseMessage;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.ledger.Pot;
import dev.millrace.ledger.Share;
import dev.millrace.pipeline.AccountLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Provider;
import dev.millrace.state.MinuteStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One partition's part in minutes of providers' accounts that instances share: asks for what calls
 * of its instance wait for, and grants where it is an account's home.
 *
 * <p>What is granted belongs to the instance, and is known to nobody else: so only the answer to
 * the latest question is taken, and it is for whoever asked. After a restart, or in another
 * instance, nobody has asked yet; what was granted before may have been used.
 */
final class MinuteDesk {
  private static final String KEY = "provider/";

  private final Definitions definitions;
  private final Placement placement;
  private final int here;
  private final MinuteStore minutes;
  private final Consumer<MinuteGrant> granted;
  private final BiConsumer<LeaseMessage, Integer> post;
  private final Map<Pot, Long> questions = new HashMap<>();
  private long lastNumber;

  /**
   * @param granted takes what the instance may use
   * @param post takes what is told, and the partition that is told
   */
  MinuteDesk(
      Definitions definitions,
      Placement placement,
      int here,
      MinuteStore minutes,
      Consumer<MinuteGrant> granted,
      BiConsumer<LeaseMessage, Integer> post) {
    this.definitions = definitions;
    this.placement = placement;
    this.here = here;
    this.minutes = minutes;
    this.granted = granted;
    this.post = post;
  }

  static boolean isOf(Pot pot) {
    return pot.key().startsWith(KEY);
  }

  /** What is used of a provider's account. */
  static Pot of(String provider) {
    return new Pot(KEY + provider, BudgetWindow.MINUTE);
  }

  private static String provider(Pot pot) {
    return pot.key().substring(KEY.length());
  }

  /**
   * Even the home asks itself by a message. What it granted itself at once could be used, and
   * forgotten, if a crash undid the transaction.
   */
  void ask(GrantWanted wanted, long nowMs) {
    Pot pot = of(wanted.lane().name());
    lastNumber = Math.max(lastNumber + 1, nowMs); // Greater than any before a restart.
    questions.put(pot, lastNumber);
    Share asks = Share.asks(here, lastNumber, wanted.demand().least(), wanted.demand().wants());
    long sliceMs = MinuteGrants.sliceAt(nowMs);
    LeaseMessage.Kind tell = LeaseMessage.Kind.TELL;
    LeaseMessage message = new LeaseMessage(pot, sliceMs, tell, asks, wanted.demand().unused());
    post.accept(message, placement.home(pot.key()));
  }

  void hear(LeaseMessage message, long nowMs) {
    if (message.isForHome()) {
      grant(message, nowMs);
    } else if (questions.remove(message.pot(), message.share().number())) {
      long lastsMs = message.startMs() + MinuteGrants.SLICE_MS - nowMs;
      granted.accept(
          new MinuteGrant(
              new Lane(Kind.MODEL, provider(message.pot())),
              message.startMs(),
              Math.min(lastsMs, MinuteGrants.SLICE_MS),
              message.share().granted(),
              message.kind() == LeaseMessage.Kind.LAST));
    }
  }

  private void grant(LeaseMessage asked, long nowMs) {
    Pot pot = asked.pot();
    MinuteGrants.Move move = minutes.get(pot).hears(asked, limits(pot), nowMs);
    minutes.put(pot, move.next());
    if (move.answer() != null) {
      post.accept(move.answer(), asked.share().holder());
    }
  }

  /** By the file of here; where that has none, as in the middle of a roll-out, none holds. */
  private AccountLimits limits(Pot pot) {
    Provider provider = definitions.current().pipeline().providers().get(provider(pot));
    return provider == null ? AccountLimits.NONE : provider.limits();
  }
}
