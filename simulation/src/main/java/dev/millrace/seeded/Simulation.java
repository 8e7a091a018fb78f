// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.definition.Definition;
import dev.millrace.definition.UnpreparedException;
import dev.millrace.engine.Engine;
import dev.millrace.kafka.StreamThreads;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.prompt.ToolGate;
import dev.millrace.route.ExampleIndex;
import dev.millrace.route.RouteClassifier;
import dev.millrace.run.RunId;
import dev.millrace.state.Medium;
import dev.millrace.tool.ToolArguments;
import dev.millrace.topology.AgentTopology;
import dev.millrace.topology.RunMetrics;
import dev.millrace.virtual.Turn;
import dev.millrace.virtual.VirtualApplication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.streams.Topology;

/** One world, from its first request until nothing more happens in it. */
public final class Simulation {
  private static final long START_MS = Instant.parse("2026-01-05T23:58:00Z").toEpochMilli();
  private static final Duration POLL = Duration.ofMillis(100);

  /** The longest that Kafka Streams waits with a commit. */
  private static final long COMMIT_INTERVAL_MS = 1_000;

  /** So many items that no world has more at once. */
  private static final int LONG_TURN = 2_000;

  /** Moves that come of crashes, and of another file after them. */
  private static final String[] OF_CRASHES = {
    "unknown_outcome", "uprooted", "route_changed", "hidden"
  };

  /** Not so often that nothing is begun between two of them. */
  private static final List<Integer> OFTEN = List.of(40, 150);

  /** What an instance knows of each model when it starts. */
  private static final int CALLS_SEEN = 30;

  /** So many that what is slow now does not soon pass for usual. */
  private static final int MANY_CALLS_SEEN = 300;

  /** So few that two of those to come are made twice, and no third. */
  private static final int FEW_CALLS_SEEN = 20;

  private static final List<Long> SLOW_FROM_MS = List.of(10L, 100L, 3_000L);

  /**
   * Beyond the last event of a world; no run of these worlds may take as long, but one that dies
   * all the time takes a while to end them all.
   */
  private static final long PATIENCE_MS = 1_000_000;

  private final Dice dice;
  private final Medium medium;
  private final Setting setting;
  private final Timeline timeline = new Timeline(START_MS);
  private final Faults faults = new Faults();
  private final Moves moves = new Moves();
  private final Violations violations = new Violations();
  private final Wire wire;
  private final History history;
  private final World world;
  private final Accounts accounts;
  private final Progress progress;
  private final VirtualApplication application;
  private final Traffic traffic;
  private final Post post;
  private final WayRound wayRound;
  private final Neighbours neighbours;
  private final Instances instances;
  private final int crashes;
  private final int commits;
  private final int itemsATurn;
  private final long slowFromMs;
  private int troubles = 15;
  private boolean inputFirst;
  private boolean started;
  private boolean changed;
  private boolean hadItsTurn;
  private long committedAtMs;
  private long lastNewsMs;

  private Simulation(long seed, Leaning leaning, Path scratch, Medium medium) {
    this.medium = medium;
    dice = new Dice(seed, leaning);
    setting = Setting.of(dice.split(), new Dice(~seed, leaning));
    Pipeline pipeline = setting.pipeline();
    wire = new Wire(pipeline.topics());
    history = new History(setting, wire, faults, moves, violations);
    Dice ofWorld = dice.split();
    List<String> names = List.copyOf(pipeline.tools().keySet());
    accounts = new Accounts(setting, timeline, violations);
    Order order = new Order(setting, history.answers(), history.stored(), faults, violations);
    world =
        new World(
            timeline,
            ofWorld,
            setting.temper(),
            new Acts(ofWorld, setting.temper(), faults, names),
            faults,
            new Calls(
                pipeline.tools(),
                timeline,
                history.answers(),
                history.stored(),
                order,
                accounts,
                violations));
    progress = new Progress(setting.places(), world, accounts, violations);
    application = new VirtualApplication(this::addTo, scratch);
    traffic = new Traffic(dice.split(), timeline, wire, faults, application::arrive);
    Dice ofOthers = new Dice(~seed);
    Homes homes = new Homes(setting.partitions(), pipeline.budgets());
    String leases = wire.topics().leases();
    post = new Post(ofOthers.split(), timeline, homes, leases, application::arrive);
    neighbours =
        new Neighbours(
            ofOthers.split(), timeline, setting, homes, post, history.money(), violations);
    instances = new Instances(ofOthers.split(), timeline, setting, post, accounts);
    wayRound = new WayRound(ofOthers.split(), timeline, wire.topics(), application::arrive);
    post.deliver(Instances::isAbout, instances::hear);
    post.deliver(Predicate.not(Instances::isAbout), neighbours::hear);
    crashes = dice.pick(leaning.names(OF_CRASHES) ? OFTEN : List.of(8, 40, 150, 600, 1_000_000));
    commits = dice.pick(List.of(1, 3, 10));
    itemsATurn = dice.pick(List.of(1, LONG_TURN, LONG_TURN));
    slowFromMs = dice.pick(SLOW_FROM_MS, "hedge");
  }

  /**
   * Plays a world through. Its state is in memory, most times: to open a database is most of what a
   * restart takes, and these worlds restart all the time.
   *
   * @param scratch a folder for stores, which is left empty
   */
  public static Story play(long seed, Leaning leaning, Path scratch) {
    return play(seed, leaning, scratch, seed % 50 == 0 ? Medium.DISK : Medium.MEMORY);
  }

  static Story play(long seed, Leaning leaning, Path scratch, Medium medium) {
    return new Simulation(seed, leaning, scratch, medium).play(seed, leaning);
  }

  private Story play(long seed, Leaning leaning) {
    traffic.plan();
    neighbours.plan();
    instances.plan();
    new Clocks(dice.split(), timeline, faults).plan();
    try (application) {
      live();
      history.end();
      checkMoves();
    } catch (RuntimeException thrown) {
      violations.add("the application does not fail", stackTrace(thrown));
    }
    return new Story(
        seed, leaning, faults, moves.seen(), history.results(), violations.all(), history.digest());
  }

  private void checkMoves() {
    for (String move : moves.seen()) {
      violations.check(PossibleMoves.get().contains(move), "runs move only as they can", move);
    }
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void addTo(Topology topology, StreamThreads threads) {
    if (started && dice.oneIn(6, "uprooted", "route_changed")) {
      faults.count(Fault.CHANGED_FILE);
      changed = !changed;
    }
    started = true;
    accounts.begin();
    Pipeline pipeline = (changed ? setting.changed() : setting.first()).pipeline();
    AgentTopology.addTo(
        topology,
        new AgentTopology.Parts(
            definition(pipeline),
            this::olderDefinition,
            engine(pipeline),
            threads.taking(itemsATurn),
            wire.format(),
            new RunMetrics(new SimpleMeterRegistry(), moves),
            setting.partitions(),
            medium));
  }

  /** No instance lives long enough here to learn by itself which calls are slow. */
  private Engine engine(Pipeline pipeline) {
    Engine engine = new Engine(pipeline, timeline::passedMs);
    int callsSeen = callsSeen(dice.leaning());
    for (String model : pipeline.models().keySet()) {
      for (int call = 0; call < callsSeen; call++) {
        engine.paces().took(model, slowFromMs);
      }
    }
    return engine;
  }

  private static int callsSeen(Leaning leaning) {
    if (leaning.names("too_many")) {
      return FEW_CALLS_SEEN;
    }
    return leaning.names("hedge") ? MANY_CALLS_SEEN : CALLS_SEEN;
  }

  private Definition definition(Pipeline pipeline) {
    boolean isFirst = pipeline.definition().equals(setting.pipeline().definition());
    ExampleIndex examples = (isFirst ? setting.first() : setting.changed()).examples();
    RouteClassifier classifier =
        RouteClassifier.of(pipeline.routes(), pipeline.classifier(), examples);
    return new Definition(pipeline, () -> classifier, gate(pipeline), world);
  }

  /** As if a variable that the file names had been taken away. */
  private Definition olderDefinition(Pipeline pipeline) {
    if (setting.forgetful()) {
      throw new UnpreparedException("a variable is not set", new NoSuchElementException());
    }
    return definition(pipeline);
  }

  private static ToolGate gate(Pipeline pipeline) {
    Map<String, ToolArguments> schemas = new HashMap<>();
    pipeline
        .tools()
        .forEach((name, tool) -> schemas.put(name, new ToolArguments(tool.parameters())));
    return (tool, arguments) -> Objects.requireNonNull(schemas.get(tool)).mistake(arguments);
  }

  private void live() {
    while (!isOver()) {
      if (!application.isRunning()) {
        application.start(timeline.wallMs());
        if (dice.oneIn(3)) {
          traffic.callOff(4); // Who waited while nobody was there.
          inputFirst = true;
        }
      }
      sleep();
      try {
        turns();
        maybeCommit();
        maybeTroubleIt();
      } catch (Died died) {
        faults.count(Fault.CRASH_IN_A_TURN);
        crash();
      }
    }
  }

  private boolean isOver() {
    if (!timeline.isEmpty() || application.inputWaits()) {
      lastNewsMs = timeline.passedMs();
      return false;
    }
    boolean stuck = timeline.passedMs() > lastNewsMs + PATIENCE_MS;
    return stuck || (history.isQuiet() && !application.hasUncommitted());
  }

  /** Polls: until something comes in, something wakes the thread, or it has slept enough. */
  private void sleep() {
    boolean idle = history.isQuiet() && !application.hasUncommitted() && !timeline.isEmpty();
    Duration poll = idle ? Duration.ofHours(1) : POLL;
    long sleepMs = application.fallAsleep(poll).toMillis();
    long leastMs = timeline.passedMs() + 1; // A turn takes time.
    long untilMs = timeline.passedMs() + Math.max(1, sleepMs);
    boolean more = true;
    while (more && !application.woken() && !application.inputWaits()) {
      more = timeline.next(untilMs);
    }
    timeline.passUntil(more ? leastMs : untilMs);
    application.wakeUp();
  }

  private void turns() {
    if (!isSpared() && dice.oneIn(crashes)) {
      world.killAtNextCall();
    }
    if (!inputFirst) {
      punctuate();
    }
    while (application.isRunning() && application.inputWaits()) {
      application.take();
      hadItsTurn = false;
      maybeCrash();
    }
    if (inputFirst && application.isRunning()) {
      punctuate();
    }
    inputFirst = false;
  }

  private void punctuate() {
    hadItsTurn = application.punctuate(timeline.wallMs());
    maybeCrash();
  }

  /** A short turn leaves work to the next: a bad moment to be disturbed. */
  private void maybeTroubleIt() {
    if (!application.isRunning() || isSpared() || hasCaughtUp()) {
      return;
    }
    if (dice.oneIn(5)) {
      traffic.callOff(3);
    }
    if (dice.oneIn(8) && troubles-- > 0) {
      commit();
      faults.count(Fault.CRASH);
      crash();
    }
  }

  /**
   * Disasters have an end: who is struck again and again before it has looked at all that waits
   * comes to nothing.
   */
  private boolean isSpared() {
    return timeline.passedMs() > lastNewsMs + PATIENCE_MS / 2;
  }

  private void maybeCrash() {
    if (isSpared()) {
      return;
    }
    if (dice.oneIn(crashes)) {
      faults.count(Fault.CRASH);
      crash();
    } else if (dice.oneIn(crashes * 2)) {
      faults.count(Fault.RESTART);
      commit();
      application.close();
      timePasses();
    }
  }

  private void crash() {
    world.cutOff();
    faults.count(Fault.TURN_LOST, application.crash());
    timePasses();
  }

  /** Nobody is there for a while. */
  private void timePasses() {
    long untilMs = timeline.passedMs() + dice.skewed(0, 20_000);
    while (timeline.next(untilMs)) {
      // It happens to nobody.
    }
    timeline.passUntil(untilMs);
  }

  private void maybeCommit() {
    boolean due = timeline.passedMs() >= committedAtMs + COMMIT_INTERVAL_MS;
    if (application.isRunning() && (due || dice.oneIn(commits))) {
      commit();
    }
  }

  /** A short turn leaves some of its work to the next. */
  private boolean hasCaughtUp() {
    boolean wouldSleep = !application.fallAsleep(POLL).isZero();
    application.wakeUp();
    return wouldSleep;
  }

  private void commit() {
    committedAtMs = timeline.passedMs();
    List<Turn> turns = application.commit();
    history.committed(turns, application.committed());
    for (Turn turn : turns) {
      turn.produced().forEach(post::told);
      turn.produced().forEach(wayRound::told);
    }
    neighbours.check(history.stored());
    if (hadItsTurn && hasCaughtUp()) {
      progress.check(history.stored(), timeline.wallMs());
      history.checkDefinitions();
    }
    for (RunId run : history.answers().takeEnded()) {
      boolean begunAgain = history.answers().isOpen(run.value());
      violations.check(
          begunAgain || !world.flies(run),
          "what an ended run had under way is called off",
          "" + run);
    }
  }
}
