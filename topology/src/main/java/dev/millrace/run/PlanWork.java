// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.run;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Plan.PlanCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A plan at work: each call leaves as soon as its needs are met and those have ended that it is to
 * follow, and what nobody needs any more is cancelled.
 *
 * @param nodes by name, in the plan's order
 */
public record PlanWork(Plan plan, Map<String, Node> nodes) implements Work {

  /** How far a call of the plan is. */
  public enum State {
    WAITING,
    WANTED,
    FLYING,
    SUCCEEDED,
    /** Succeeded with nothing in it: not sufficient for a join that wants something. */
    EMPTY,
    /** Succeeded with an answer cut at its limit: of use, but the run is not complete. */
    CUT,
    FAILED,
    /** Nobody needs it any more, or its needs can never be met. */
    DROPPED;

    boolean ended() {
      return this != WAITING && this != WANTED && this != FLYING;
    }

    boolean succeeded() {
      return this == SUCCEEDED || this == EMPTY || this == CUT;
    }
  }

  /**
   * One call of the plan.
   *
   * @param call its name, once it is wanted
   * @param sinceMs when it left; 0 before
   */
  public record Node(State state, @Nullable CallId call, long sinceMs) {
    static final Node WAITING = new Node(State.WAITING, null, 0);

    Node in(State next) {
      return new Node(next, call, sinceMs);
    }
  }

  public PlanWork {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
  }

  public static PlanWork of(Plan plan) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    plan.calls().keySet().forEach(name -> nodes.put(name, Node.WAITING));
    return new PlanWork(plan, nodes);
  }

  /** Goes on where it was left. A call that is new in the plan waits like the others. */
  public static PlanWork resumed(Plan plan, Map<String, Node> left) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    plan.calls().keySet().forEach(name -> nodes.put(name, left.getOrDefault(name, Node.WAITING)));
    return new PlanWork(plan, nodes);
  }

  @Override
  public Move begin(RunId run, int step, long atMs) {
    return advance(new LinkedHashMap<>(nodes), run, step, atMs);
  }

  @Override
  public Move ended(CallId call, CallResult answer, int nextStep, long atMs) {
    CallResult result = judged(answer);
    String name = nameOf(call);
    Map<String, Node> landed = new LinkedHashMap<>(nodes);
    landed.put(name, node(name).in(stateAfter(result)));
    if (result instanceof CallResult.Failed failed && isFatal(name)) {
      return Move.end(new PlanWork(plan, landed), Ending.of(failed));
    }
    return advance(landed, call.run(), nextStep, atMs);
  }

  @Override
  public Move timeCame(RunId run, int nextStep, long atMs) {
    return advance(new LinkedHashMap<>(nodes), run, nextStep, atMs);
  }

  /** They leave under other names: to the plan they have not been wanted before. */
  @Override
  public Move again(List<CallSpec> calls, int nextStep, long atMs) {
    Map<String, Node> next = new LinkedHashMap<>(nodes);
    calls.forEach(spec -> next.put(nameOf(spec.id()), Node.WAITING));
    return advance(next, calls.get(0).id().run(), nextStep, atMs);
  }

  /** Lets everything leave that now may, drops what now never can, ends when nothing is left. */
  private Move advance(Map<String, Node> next, RunId run, int step, long atMs) {
    List<CallId> cancelled = new ArrayList<>();
    int index = 0;
    boolean again = true;
    while (again) { // A dropped call has ended for all that wait for it, also those before it.
      again = false;
      for (PlanCall call : plan.calls().values()) {
        if (!Node.WAITING.equals(next.get(call.name()))) {
          continue;
        }
        switch (readiness(call, next, atMs)) {
          case READY ->
              next.put(call.name(), new Node(State.WANTED, new CallId(run, step, index++), 0));
          case NEVER -> {
            if (!call.optional()) {
              String detail = "Too few of the calls that " + call.name() + " needs succeeded.";
              Ending ending = Ending.failed("needs_not_met", detail);
              return new Move(new PlanWork(plan, next), cancelled, ending);
            }
            next.put(call.name(), Node.WAITING.in(State.DROPPED));
            again = true;
          }
          case NOT_YET -> {}
        }
      }
      again = again || dropUnneeded(next, cancelled);
    }
    PlanWork left = new PlanWork(plan, next);
    return new Move(left, cancelled, left.isOver() ? left.ending() : null);
  }

  /**
   * A call that was needed only by calls that have gone on without it is called off, and so is what
   * only that one needed. Who only leaves after it does not need it.
   *
   * @return true if there was any
   */
  private boolean dropUnneeded(Map<String, Node> now, List<CallId> cancelled) {
    boolean any = false;
    for (String name = unneeded(now); name != null; name = unneeded(now)) {
      Node node = now.getOrDefault(name, Node.WAITING);
      if (node.state == State.FLYING && node.call != null) {
        cancelled.add(node.call);
      }
      now.put(name, node.in(State.DROPPED));
      any = true;
    }
    return any;
  }

  private @Nullable String unneeded(Map<String, Node> now) {
    for (Map.Entry<String, Node> entry : now.entrySet()) {
      if (!entry.getValue().state.ended() && consumersHaveGoneOn(entry.getKey(), now)) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** False where nobody ever needed it: that is what the plan is for. */
  private boolean consumersHaveGoneOn(String name, Map<String, Node> now) {
    boolean any = false;
    for (PlanCall call : plan.calls().values()) {
      if (call.needs().contains(name)) {
        any = true;
        if (stillWaits(call, now)) {
          return false;
        }
      }
    }
    return any;
  }

  private static boolean stillWaits(PlanCall call, Map<String, Node> now) {
    Node node = now.get(call.name());
    return node != null && node.state == State.WAITING;
  }

  private Ending ending() {
    return nodes.values().stream().anyMatch(node -> node.state == State.CUT)
        ? Ending.incomplete(Reason.LENGTH, "An answer was cut at its limit.")
        : Ending.completed();
  }

  private boolean isOver() {
    return nodes.values().stream().allMatch(node -> node.state.ended());
  }

  private enum Readiness {
    READY,
    NOT_YET,
    NEVER
  }

  private static Readiness readiness(PlanCall call, Map<String, Node> nodes, long atMs) {
    Readiness byNeeds = readinessByNeeds(call, nodes, atMs);
    boolean hasToFollow = byNeeds == Readiness.READY && !allEnded(call.after(), nodes);
    return hasToFollow ? Readiness.NOT_YET : byNeeds;
  }

  private static Readiness readinessByNeeds(PlanCall call, Map<String, Node> nodes, long atMs) {
    boolean allEnded = allEnded(call.needs(), nodes);
    Plan.Join join = call.join();
    if (join instanceof Plan.FirstSufficient) {
      return enough(count(call.needs(), nodes, State.SUCCEEDED::equals), 1, allEnded);
    }
    if (join instanceof Plan.Quorum quorum) {
      return enough(count(call.needs(), nodes, State::succeeded), quorum.count(), allEnded);
    }
    boolean timeIsUp =
        join instanceof Plan.Until until && atMs >= dueAtMs(call, nodes, until.deadline());
    return allEnded || timeIsUp ? Readiness.READY : Readiness.NOT_YET;
  }

  private static boolean allEnded(Collection<String> names, Map<String, Node> nodes) {
    for (String name : names) {
      if (!node(name, nodes).state.ended()) {
        return false;
      }
    }
    return true;
  }

  private static Readiness enough(long have, long wanted, boolean noMoreToCome) {
    if (have >= wanted) {
      return Readiness.READY;
    }
    return noMoreToCome ? Readiness.NEVER : Readiness.NOT_YET;
  }

  private static long count(
      Collection<String> names, Map<String, Node> nodes, Predicate<State> wanted) {
    return names.stream().filter(name -> wanted.test(node(name, nodes).state)).count();
  }

  private static long dueAtMs(PlanCall call, Map<String, Node> nodes, Duration deadline) {
    return call.needs().stream()
        .map(name -> node(name, nodes))
        .filter(need -> need.sinceMs > 0)
        .mapToLong(need -> need.sinceMs + deadline.toMillis())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether a failed call ends the run: not if it is optional, nor if a join can do without it. */
  private boolean isFatal(String name) {
    PlanCall call = plan.calls().get(name);
    if (call == null || call.optional()) {
      return false;
    }
    List<PlanCall> consumers =
        plan.calls().values().stream().filter(other -> other.needs().contains(name)).toList();
    boolean onlyAlternatives =
        !consumers.isEmpty()
            && consumers.stream().noneMatch(consumer -> consumer.join() instanceof Plan.All);
    return !onlyAlternatives;
  }

  /** A filtered answer is none, and a refusal neither. */
  private static CallResult judged(CallResult result) {
    if (!(result instanceof CallResult.ModelAnswer answer)) {
      return result;
    }
    return switch (answer.response().finishReason()) {
      case CONTENT_FILTER ->
          CallResult.Failed.of(FailureKind.CONTENT_FILTERED, "The provider filtered the answer.");
      case REFUSAL ->
          CallResult.Failed.of(FailureKind.CONTENT_FILTERED, "The model refused to answer.");
      default -> result;
    };
  }

  private static State stateAfter(CallResult result) {
    if (result instanceof CallResult.Failed) {
      return State.FAILED;
    }
    if (result instanceof CallResult.ModelAnswer answer
        && answer.response().finishReason() == FinishReason.LENGTH) {
      return State.CUT;
    }
    boolean empty = result instanceof CallResult.ToolAnswer tool && isEmpty(tool.content());
    return empty ? State.EMPTY : State.SUCCEEDED;
  }

  /** Looks closer only at what is short: contents may be long. */
  private static boolean isEmpty(String content) {
    String stripped = content.strip();
    return stripped.length() <= LONGEST_EMPTY && EMPTY_JSON.contains(stripped);
  }

  private static final Set<String> EMPTY_JSON = Set.of("", "null", "{}", "[]", "\"\"");
  private static final int LONGEST_EMPTY = "null".length();

  @Override
  public Set<CallId> flying() {
    return flying(nodes);
  }

  /** Which of these calls are under way. */
  public static Set<CallId> flying(Map<String, Node> nodes) {
    Set<CallId> calls = new LinkedHashSet<>();
    for (Node node : nodes.values()) {
      if (node.state == State.FLYING && node.call != null) {
        calls.add(node.call);
      }
    }
    return calls;
  }

  @Override
  public List<CallSpec> wanted() {
    List<CallSpec> specs = new ArrayList<>();
    nodes.forEach(
        (name, node) -> {
          if (node.state == State.WANTED && node.call != null) {
            specs.add(new CallSpec(node.call, new CallSpec.Node(name)));
          }
        });
    return specs;
  }

  @Override
  public PlanWork launched(long atMs) {
    Map<String, Node> next = new LinkedHashMap<>(nodes);
    next.replaceAll(
        (name, node) ->
            node.state == State.WANTED ? new Node(State.FLYING, node.call, atMs) : node);
    return new PlanWork(plan, next);
  }

  @Override
  public long wakeAtMs() {
    long earliest = Long.MAX_VALUE;
    for (PlanCall call : plan.calls().values()) {
      if (call.join() instanceof Plan.Until until && stillWaits(call, nodes)) {
        earliest = Math.min(earliest, dueAtMs(call, nodes, until.deadline()));
      }
    }
    return earliest;
  }

  @Override
  public boolean canDoWithout(CallSpec wanted) {
    PlanCall call =
        wanted.purpose() instanceof CallSpec.Node node ? plan.calls().get(node.name()) : null;
    return call != null && call.optional();
  }

  private Node node(String name) {
    return node(name, nodes);
  }

  private static Node node(String name, Map<String, Node> nodes) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no such call in the plan: " + name);
    }
    return node;
  }

  private String nameOf(CallId call) {
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (call.equals(entry.getValue().call)) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("not a call of this plan: " + call);
  }
}
