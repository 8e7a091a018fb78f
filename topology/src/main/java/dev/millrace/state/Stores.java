// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.definition.Definitions;
import dev.millrace.engine.PendingCall;
import dev.millrace.kafka.Loop;
import dev.millrace.ledger.Account;
import dev.millrace.ledger.Grants;
import dev.millrace.ledger.MinuteGrants;
import dev.millrace.pipeline.Caches;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.CallId;
import dev.millrace.run.Part;
import dev.millrace.run.RunId;
import dev.millrace.schemas.Result;
import dev.millrace.schemas.stored.CachedToolRecord;
import dev.millrace.schemas.stored.DefinitionRecord;
import dev.millrace.schemas.stored.PartRecord;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.state.WriteBehindStore.Form;
import dev.millrace.state.WriteBehindStore.Keeps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The stores by name. Names and what is in them outlive a deploy: a change of either is a change of
 * what is on disk.
 *
 * <p>What belongs to live runs is kept in memory and written behind, at each commit. Below it lies
 * RocksDB, which is read at a start only: so a clean restart need not read the changelog again.
 */
public final class Stores {
  public static final String RUNS = "runs";
  public static final String INQUIRIES = "run-inquiries";
  public static final String PARTS = "run-parts";
  public static final String PENDING_CALLS = "pending-calls";
  public static final String BUDGETS = "budgets";
  public static final String LEASES = "leases";
  public static final String MINUTES = "minutes";
  public static final String ANSWERED = "answered-requests";
  public static final String RESULT_CACHE = "result-cache";
  public static final String TOOL_CACHE = "tool-cache";
  public static final String DEFINITIONS = "definitions";

  private static final Map<String, String> COMPACTED =
      Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.1");

  /**
   * What is read whole at each start, and deleted soon after it is written: a deletion is kept for
   * as long as a start may take, not for a day.
   */
  private static final Map<String, String> SHORT_LIVED =
      Map.of(
          "cleanup.policy",
          "compact",
          "min.cleanable.dirty.ratio",
          "0.1",
          "segment.bytes",
          Integer.toString(16 << 20),
          "delete.retention.ms",
          Long.toString(Duration.ofMinutes(10).toMillis()));

  /** The topic that a store's changes are in, which Kafka Streams names so. */
  static String changelog(String applicationId, String store) {
    return applicationId + "-" + store + "-changelog";
  }

  private final Medium medium;
  private final Definitions definitions;
  private final Duration retention;
  private final Duration dedupe;

  public Stores(Definitions definitions, Medium medium) {
    this.medium = medium;
    this.definitions = definitions;
    Caches caches = definitions.current().pipeline().caches();
    this.retention = caches.retention();
    this.dedupe = caches.dedupe();
  }

  public List<StoreBuilder<? extends StateStore>> builders() {
    return List.of(
        behind(
            ofLiveRuns(RUNS, CallKeys.runs(), RunCodec.records()),
            RunCodec.form(run -> definitions.of(run).pipeline()),
            Keeps.EVERYTHING,
            id -> id),
        behind(
            ofLiveRuns(INQUIRIES, CallKeys.runs(), InquiryCodec.inquiries()),
            Form.asItIs(),
            Keeps.EVERYTHING,
            id -> id),
        behind(
            ofLiveRuns(PARTS, CallKeys.calls(), PartCodec.records()),
            PartCodec.FORM,
            Keeps.EVERYTHING,
            CallId::run),
        behind(
            ofLiveRuns(PENDING_CALLS, CallKeys.calls(), PendingCallCodec.records()),
            PendingCallCodec.FORM,
            Keeps.EVERYTHING,
            CallId::run),
        behind(
            keyValue(medium, BUDGETS, Serdes.String(), LedgerCodec.accounts()),
            Form.asItIs(),
            Keeps.RECENT,
            key -> key),
        behind(
            keyValue(medium, LEASES, Serdes.String(), LeaseCodec.grants()),
            Form.asItIs(),
            Keeps.RECENT,
            key -> key),
        behind(
            keyValue(medium, MINUTES, Serdes.String(), MinuteCodec.grants()),
            Form.asItIs(),
            Keeps.CHANGES,
            key -> key),
        expiring(ANSWERED, dedupe, results()),
        expiring(RESULT_CACHE, retention, results()),
        expiring(TOOL_CACHE, retention, cachedTools()),
        new WrappingBuilder<>(
            keyValue(medium, DEFINITIONS, Serdes.String(), definitionTexts()),
            below -> new DefinitionStore(below, definitions)));
  }

  /**
   * All of it is in memory as objects while runs live, on every medium. A copy on disk would be
   * written at each commit and read only after a clean stop; the changelog, which is read then, is
   * kept short instead.
   */
  private static <K, V> StoreBuilder<KeyValueStore<K, V>> ofLiveRuns(
      String name, Serde<K> keys, Serde<V> values) {
    return keyValue(Medium.MEMORY, name, keys, values).withLoggingEnabled(SHORT_LIVED);
  }

  private static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValue(
      Medium medium, String name, Serde<K> keys, Serde<V> values) {
    return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
            medium.keyValue(name), keys, values)
        .withCachingDisabled()
        .withLoggingEnabled(COMPACTED);
  }

  private static <K extends Comparable<K>, S, V> StoreBuilder<WriteBehindStore<K, S, V>> behind(
      StoreBuilder<KeyValueStore<K, S>> store,
      Form<K, S, V> form,
      Keeps keeps,
      Function<K, ?> familyOf) {
    return new WrappingBuilder<>(
        store, below -> new WriteBehindStore<>(below, form, keeps, familyOf));
  }

  private <V> StoreBuilder<WindowStore<Bytes, V>> expiring(
      String name, Duration retention, Serde<V> values) {
    Duration slot = Duration.ofMillis(ExpiringStore.slotMs(retention));
    return org.apache.kafka.streams.state.Stores.windowStoreBuilder(
            medium.window(name, retention.plus(slot), slot), Serdes.Bytes(), values)
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  private static Serde<Result> results() {
    return AvroCodec.serde(Result.getEncoder(), Result.getDecoder());
  }

  static Serde<DefinitionRecord> definitionTexts() {
    return AvroCodec.serde(DefinitionRecord.getEncoder(), DefinitionRecord.getDecoder());
  }

  private static Serde<CachedTool> cachedTools() {
    return AvroCodec.serde(
        CachedToolRecord.getEncoder(),
        CachedToolRecord.getDecoder(),
        tool ->
            new CachedToolRecord(tool.content(), tool.tokens(), tool.madeAtMs(), tool.costNanos()),
        stored ->
            new CachedTool(
                stored.getContent(),
                stored.getTokens(),
                stored.getMadeAtMs(),
                stored.getCostNanos()));
  }

  // How a processor gets at them.

  /** Finds a store of this task by name; its shape is that of a processor context's method. */
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public interface Finder {
    <S extends StateStore> S find(String name);
  }

  /** Lets what is written behind be written at the commits of this thread. */
  public static HeldChanges writeAtCommitsOf(Loop thread, Finder finder) {
    List<WriteBehindStore<?, ?, ?>> stores = new ArrayList<>();
    for (String name : List.of(RUNS, INQUIRIES, PARTS, PENDING_CALLS, BUDGETS, LEASES, MINUTES)) {
      stores.add(finder.find(name));
    }
    return new HeldChanges(stores, thread);
  }

  public static RunStore runs(Finder finder) {
    WriteBehindStore<RunId, Inquiry, Inquiry> inquiries = finder.find(INQUIRIES);
    WriteBehindStore<CallId, PartRecord, Part> parts = finder.find(PARTS);
    DefinitionStore definitions = finder.find(DEFINITIONS);
    return new RunStore(liveRuns(finder), inquiries, parts, definitions);
  }

  private static LiveRuns liveRuns(Finder finder) {
    WriteBehindStore<RunId, RunRecord, LiveRun> runs = finder.find(RUNS);
    DefinitionStore definitions = finder.find(DEFINITIONS);
    return new LiveRuns(runs, definitions::hold); // runs are read by what these say
  }

  public static PendingCalls pendingCalls(Finder finder) {
    WriteBehindStore<CallId, PendingCallRecord, PendingCall> others = finder.find(PENDING_CALLS);
    return new PendingCalls(liveRuns(finder), others);
  }

  public static BudgetStore budgets(Finder finder) {
    WriteBehindStore<String, Account, Account> store = finder.find(BUDGETS);
    return new BudgetStore(store);
  }

  public static LeaseStore leases(Finder finder) {
    WriteBehindStore<String, Grants, Grants> store = finder.find(LEASES);
    return new LeaseStore(store);
  }

  public static MinuteStore minutes(Finder finder) {
    WriteBehindStore<String, MinuteGrants, MinuteGrants> store = finder.find(MINUTES);
    return new MinuteStore(store);
  }

  public ExpiringStore<Result> answered(Finder finder) {
    WindowStore<Bytes, Result> store = finder.find(ANSWERED);
    return new ExpiringStore<>(store, dedupe);
  }

  public ExpiringStore<Result> resultCache(Finder finder) {
    WindowStore<Bytes, Result> store = finder.find(RESULT_CACHE);
    return new ExpiringStore<>(store, retention);
  }

  public ExpiringStore<CachedTool> toolCache(Finder finder) {
    WindowStore<Bytes, CachedTool> store = finder.find(TOOL_CACHE);
    return new ExpiringStore<>(store, retention);
  }
}
