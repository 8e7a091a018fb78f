// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.run.Alarm;
import dev.millrace.run.RunId;
import dev.millrace.schemas.ControlEvent;
import dev.millrace.schemas.CostEvent;
import dev.millrace.schemas.Escalation;
import dev.millrace.schemas.ProgressEvent;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.Result;
import dev.millrace.serde.RecordDecoder;
import dev.millrace.serde.UndecodableException;
import dev.millrace.topology.TopicNames;
import dev.millrace.virtual.Changelogs;
import dev.millrace.virtual.Input;
import dev.millrace.virtual.Produced;
import dev.millrace.virtual.Turn;
import dev.millrace.wire.Correction;
import dev.millrace.wire.Requests;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that became durable, held against what is promised. It knows the application by what it
 * wrote, and by nothing else.
 */
final class History {
  private static final Set<String> ALARMS =
      Set.of(Alarm.HISTORY_GREW.word(), Alarm.RUN_DEAR.word());

  private final Requests requests;
  private final TopicNames topics;
  private final RecordDecoder<Request> requestReader;
  private final RecordDecoder<ControlEvent> controlReader;
  private final RecordDecoder<Result> resultReader;
  private final RecordDecoder<CostEvent> costReader;
  private final RecordDecoder<ProgressEvent> progressReader;
  private final RecordDecoder<Escalation> escalationReader;
  private final Faults faults;
  private final Moves moves;
  private final Violations violations;
  private final Answers answers;
  private final Money money;
  private final Budgeted budgeted;
  private final Corrections corrections;
  private final Homes homes;
  private final Stored stored = new Stored();
  private final Digest digest = new Digest();
  private long results;

  History(Setting setting, Wire wire, Faults faults, Moves moves, Violations violations) {
    Pipeline pipeline = setting.pipeline();
    this.requests = new Requests(pipeline);
    this.topics = wire.topics();
    this.requestReader = wire.reader(Request.class);
    this.controlReader = wire.reader(ControlEvent.class);
    this.resultReader = wire.reader(Result.class);
    this.costReader = wire.reader(CostEvent.class);
    this.progressReader = wire.reader(ProgressEvent.class);
    this.escalationReader = wire.reader(Escalation.class);
    this.faults = faults;
    this.moves = moves;
    this.violations = violations;
    this.answers =
        new Answers(pipeline.caches().dedupe().toMillis(), setting.forgetful(), violations);
    this.money = new Money(pipeline.budgets(), violations);
    this.corrections = new Corrections(pipeline.budgets(), setting.routes().keySet(), money);
    this.budgeted = new Budgeted(pipeline.budgets(), setting.routes(), money, violations);
    this.homes = new Homes(setting.partitions(), pipeline.budgets());
  }

  Answers answers() {
    return answers;
  }

  Stored stored() {
    return stored;
  }

  Money money() {
    return money;
  }

  /** These turns became durable, all at once. */
  void committed(List<Turn> turns, Changelogs changelogs) {
    for (Turn turn : turns) {
      turn(turn);
      for (Produced record : turn.produced()) {
        String store = changelogs.storeOf(record);
        byte[] key = record.key();
        if (store != null && key != null) {
          stored.apply(store, key, record.value());
          moves.wrote(store);
        }
        digest.add(record);
      }
    }
    money.check(List.of(stored));
    budgeted.check(stored);
    checkKept();
  }

  private void turn(Turn turn) {
    Expected expected = expected(turn.input(), turn.atMs());
    records(turn, topics.costs())
        .forEach(
            record -> {
              CostEvent event = costReader.decode(value(record));
              money.told(event);
              answers.told(event);
            });
    alarms(turn);
    for (Produced record : records(turn, topics.escalations())) {
      Escalation event = escalationReader.decode(value(record));
      moves.escalated(event.getReason());
      answers.escalated(event);
    }
    int rejected = 0;
    for (Produced record : records(turn, topics.results())) {
      Result result = resultReader.decode(value(record));
      results++;
      moves.published(result);
      if (result.getRunId().isEmpty()) {
        rejected++;
      } else {
        answers.answered(result, record);
      }
    }
    answers.turnEnded();
    checkEqual("rejections", expected.rejections, rejected);
    int deadLetters = records(turn, topics.deadLetters()).size();
    if (!expected.mayFail || deadLetters > 1) {
      checkEqual("dead letters", expected.deadLetters, deadLetters);
    }
    int rerouted = records(turn, topics.requestsByTenant()).size();
    rerouted += records(turn, topics.controlsByTenant()).size();
    checkEqual("records on their way to another partition", expected.rerouted, rerouted);
    faults.count(Fault.MISPLACED_RECORD, rerouted);
  }

  private void alarms(Turn turn) {
    for (Produced record : records(turn, topics.progress())) {
      ProgressEvent event = progressReader.decode(value(record));
      if (ALARMS.contains(event.getWhat())) {
        answers.alarmed(event);
        faults.count(Fault.DEAR_RUN, event.getWhat().equals(Alarm.RUN_DEAR.word()) ? 1 : 0);
      }
    }
  }

  private void checkEqual(String what, int expected, int found) {
    violations.check(
        expected == found,
        "what makes no sense is told so",
        found + " " + what + ", not " + expected);
  }

  private static List<Produced> records(Turn turn, String topic) {
    return turn.produced().stream().filter(record -> record.topic().equals(topic)).toList();
  }

  private static byte[] value(Produced record) {
    byte[] value = record.value();
    return value == null ? new byte[0] : value;
  }

  /**
   * What a turn must write at once.
   *
   * @param mayFail whether a dead letter is as good as none: what a control makes of a run depends
   *     on whether that waits just then
   */
  private record Expected(int rejections, int deadLetters, int rerouted, boolean mayFail) {
    static final Expected NOTHING = new Expected(0, 0, 0, false);
    static final Expected REJECTION = new Expected(1, 0, 0, false);
    static final Expected DEAD_LETTER = new Expected(0, 1, 0, false);
    static final Expected WAY_ROUND = new Expected(0, 0, 1, false);
    static final Expected EITHER = new Expected(0, 0, 0, true);
  }

  private Expected expected(@Nullable Input input, long atMs) {
    if (input == null || input.topic().equals(topics.leases())) {
      return Expected.NOTHING;
    }
    byte[] value = input.value() == null ? new byte[0] : input.value();
    try {
      return expected(input.topic(), value, atMs);
    } catch (UndecodableException e) {
      return Expected.DEAD_LETTER;
    }
  }

  private Expected expected(String topic, byte[] value, long atMs) {
    if (topic.equals(topics.requests()) || topic.equals(topics.requestsByTenant())) {
      Request request = requestReader.decode(value);
      return topic.equals(topics.requests()) && homes.isAway(request)
          ? Expected.WAY_ROUND
          : request(request, value.length, atMs);
    }
    ControlEvent control = controlReader.decode(value);
    return topic.equals(topics.controls()) && homes.isAway(control)
        ? Expected.WAY_ROUND
        : control(control);
  }

  private Expected request(Request request, int bytes, long atMs) {
    if (requests.mistake(request, bytes, atMs).isPresent()) {
      return Expected.REJECTION;
    }
    RunId run = RunId.of(request.getTenant(), request.getRequestId());
    answers.asked(run, request.getTenant(), atMs);
    return Expected.NOTHING;
  }

  private Expected control(ControlEvent control) {
    if (control.getKind().equals(Correction.CONTROL)) {
      return corrections.books(control) ? Expected.NOTHING : Expected.DEAD_LETTER;
    }
    Optional<RunId> run =
        control.getRequestId().isBlank()
            ? RunId.parse(control.getRunId())
            : Optional.of(RunId.of(control.getTenant(), control.getRequestId()));
    if (!control.getTenant().isBlank() && run.isPresent() && isPermit(control)) {
      return Expected.EITHER;
    }
    boolean makesSense = !control.getTenant().isBlank() && control.getKind().equals("cancel");
    if (!makesSense || run.isEmpty() || isOfAnyShard(control)) {
      return Expected.DEAD_LETTER;
    }
    answers.calledOff(run.get(), control.getTenant());
    return Expected.NOTHING;
  }

  private boolean isOfAnyShard(ControlEvent control) {
    return control.getRequestId().isBlank()
        && control.getUser().isEmpty()
        && budgeted.budgets().ofTenant(control.getTenant()).isSplit();
  }

  private static boolean isPermit(ControlEvent control) {
    return control.getKind().equals("continue") || control.getKind().equals("stop");
  }

  /** What is kept is kept of runs that live. */
  private void checkKept() {
    for (String run : stored.runs.keySet()) {
      violations.check(answers.isOpen(run), "a run that has its result is gone", run);
    }
    for (String call : stored.pendingCalls.keySet()) {
      checkLives(Stored.runOf(call), "promised calls");
    }
    stored.runs.forEach(
        (id, run) ->
            violations.check(
                stored.definitions.contains(run.getDefinition()),
                "the file that a run was begun under is kept with it",
                id));
    stored.inquiries.forEach(run -> checkLives(run, "an inquiry"));
    stored.parts.forEach(part -> checkLives(Stored.runOf(part), "parts"));
  }

  private void checkLives(String run, String what) {
    violations.check(stored.runs.containsKey(run), "nothing outlives its run", what + " of " + run);
  }

  /**
   * Of the files that no run needs only the present one is kept, once the application had a turn.
   */
  void checkDefinitions() {
    Set<String> unused = new HashSet<>(stored.definitions);
    stored.runs.values().forEach(run -> unused.remove(run.getDefinition()));
    violations.check(unused.size() <= 1, "a file leaves with its last run", unused.toString());
  }

  /** How many results became durable. */
  long results() {
    return results;
  }

  boolean isQuiet() {
    return stored.isQuiet();
  }

  /** Nothing more will happen. */
  void end() {
    answers.end();
    violations.check(isQuiet(), "every run ends and every intent is resolved", "they did not");
  }

  String digest() {
    return digest.hex();
  }
}
