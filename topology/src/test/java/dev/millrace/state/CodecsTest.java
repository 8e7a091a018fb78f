// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.call.FailureKind;
import dev.millrace.call.Usage;
import dev.millrace.engine.InputBuckets;
import dev.millrace.engine.PendingCall;
import dev.millrace.engine.Trim;
import dev.millrace.ledger.Account;
import dev.millrace.ledger.Amounts;
import dev.millrace.ledger.Budget;
import dev.millrace.ledger.Hold;
import dev.millrace.ledger.WindowBudget;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.pipeline.Agent;
import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.BudgetWindow;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.Plan;
import dev.millrace.pipeline.Route;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.Inquiry;
import dev.millrace.run.AgentWork;
import dev.millrace.run.Alarm;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.CallSpec;
import dev.millrace.run.CallSpec.Purpose;
import dev.millrace.run.Classifying;
import dev.millrace.run.Closing;
import dev.millrace.run.Ending;
import dev.millrace.run.Part;
import dev.millrace.run.Permit;
import dev.millrace.run.PlanWork;
import dev.millrace.run.RecordKey;
import dev.millrace.run.Routing;
import dev.millrace.run.Run;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunId;
import dev.millrace.run.Samples;
import dev.millrace.run.Savings;
import dev.millrace.run.StepCost;
import dev.millrace.run.StepCosts;
import dev.millrace.run.StepTimes;
import dev.millrace.run.Tally;
import dev.millrace.run.Trail;
import dev.millrace.run.Waiting;
import dev.millrace.run.Work;
import dev.millrace.run.Working;
import dev.millrace.schemas.stored.PendingCallRecord;
import dev.millrace.schemas.stored.RunRecord;
import dev.millrace.state.WriteBehindStore.Form;
import dev.millrace.topology.TestPipelines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored is read again as it was, whatever it was. */
class CodecsTest {
  private static final Pipeline PIPELINE = TestPipelines.shop();
  private static final int MANY = 300;

  private Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void runs(long seed) {
    random = new Random(seed);
    Form<RunId, RunRecord, LiveRun> form = RunCodec.form(run -> PIPELINE);
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      Run run = run();
      LiveRun live =
          new LiveRun(run, random.nextBoolean() ? inquiry() : null, partsOf(run), promisesOf(run));
      kinds.add(run instanceof Working working ? working.work().getClass() : run.getClass());
      RunRecord stored =
          Objects.requireNonNull(again(RunCodec.records(), form.store().apply(live)));
      assertThat(form.read().apply(run.facts().id(), stored)).isEqualTo(live);
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            Classifying.class, PlanWork.class, AgentWork.class, Closing.class, Waiting.class);
  }

  @Test
  void partsOfEveryResultThatIsKept() {
    for (int i = 0; i < MANY; i++) {
      Part part = part(call());
      assertThat(PartCodec.read(part.id(), PartCodec.store(part))).isEqualTo(part);
    }
  }

  @Test
  void aVectorIsNeverKept() {
    Part part = new Part(call(), "embedder", new CallResult.Vector(new float[1]), 0, 0);
    assertThatThrownBy(() -> PartCodec.store(part)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pendingCalls() {
    Serde<PendingCallRecord> serde = PendingCallCodec.records();
    for (int i = 0; i < MANY; i++) {
      PendingCall call = pendingCall(call());
      PendingCallRecord stored = Objects.requireNonNull(again(serde, PendingCallCodec.store(call)));
      assertThat(PendingCallCodec.read(call.id(), stored)).isEqualTo(call);
    }
  }

  @Test
  void inquiries() {
    for (int i = 0; i < MANY; i++) {
      Inquiry inquiry = inquiry();
      assertThat(again(InquiryCodec.inquiries(), inquiry)).isEqualTo(inquiry);
    }
  }

  @Test
  void budgets() {
    for (int i = 0; i < MANY; i++) {
      Account account = account();
      assertThat(again(LedgerCodec.accounts(), account)).isEqualTo(account);
    }
  }

  @Test
  void keysOfCallsKeepTheirOrderAndTheirRuns() {
    Serde<CallId> serde = CallKeys.calls();
    RunId one = RunId.of("acme", "1");
    List<CallId> inOrder =
        Stream.of(0, 1, 255, 256, 32_767, 32_768, 65_535)
            .flatMap(step -> Stream.of(0, 200, 65_535).map(index -> new CallId(one, step, index)))
            .toList();
    List<byte[]> bytes = inOrder.stream().map(id -> serde.serializer().serialize("", id)).toList();

    assertThat(bytes).isSortedAccordingTo(Arrays::compareUnsigned);
    assertThat(bytes.stream().map(each -> serde.deserializer().deserialize("", each)))
        .isEqualTo(inOrder);
    byte[] prefix = CallKeys.runs().serializer().serialize("", one);
    assertThat(bytes).allMatch(each -> Arrays.mismatch(each, prefix) == prefix.length);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(again(RunCodec.records(), null)).isNull();
    assertThat(again(LedgerCodec.accounts(), null)).isNull();
    assertThat(again(CallKeys.calls(), null)).isNull();
    assertThat(again(CallKeys.runs(), null)).isNull();
  }

  /** Every word that can be written can be read: a new constant needs nothing but itself. */
  @Test
  void everyKindOfPurposeIsMet() {
    Set<Class<?>> met =
        IntStream.range(0, MANY).mapToObj(i -> purpose().getClass()).collect(Collectors.toSet());
    assertThat(met).containsExactlyInAnyOrder(Purpose.class.getPermittedSubclasses());
  }

  private static <T> @Nullable T again(Serde<T> serde, @Nullable T value) {
    return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
  }

  // Anything at all, by chance from a seed.

  private Run run() {
    if (random.nextInt(3) == 0) {
      Purpose asks = random.nextBoolean() ? new CallSpec.Embed() : new CallSpec.AskRoute();
      return new Classifying(
          facts(), tally(), step(), asks, list(this::text), random.nextBoolean());
    }
    boolean plan = random.nextBoolean();
    String route = plan ? "status" : "help";
    Routing routing = new Routing(route, text(), random.nextDouble(), map());
    RunFacts facts = facts();
    Work main = plan ? planWork(facts.id()) : agentWork(facts.id());
    return new Working(
        facts,
        tally(),
        routing,
        step(),
        list(() -> new StepTimes(step(), random.nextInt(9), random.nextLong(), random.nextLong())),
        work(main, facts.id()),
        list(() -> new Permit(text(), limits(), random.nextLong())),
        route(route).atLimit());
  }

  private Work work(Work main, RunId run) {
    return switch (random.nextInt(6)) {
      case 0 -> closing(main, run);
      case 1 -> waiting(main, run);
      default -> main;
    };
  }

  private Work waiting(Work main, RunId run) {
    List<CallSpec> refused = list(() -> new CallSpec(new CallId(run, step(), step()), purpose()));
    Ending ending = Ending.incomplete(text(), text());
    return new Waiting(main, refused, ending, random.nextLong(), random.nextLong());
  }

  private Work closing(Work main, RunId run) {
    Ending ending = Ending.incomplete(text(), text());
    return new Closing(main, ending, new CallId(run, step(), 0), any(Closing.State.values()));
  }

  private Work planWork(RunId run) {
    Plan plan = (Plan) route("status").way();
    Map<String, PlanWork.Node> nodes = new LinkedHashMap<>();
    for (String name : plan.calls().keySet()) {
      CallId call = random.nextBoolean() ? null : new CallId(run, step(), step());
      nodes.put(name, new PlanWork.Node(any(PlanWork.State.values()), call, random.nextLong()));
    }
    return new PlanWork(plan, nodes);
  }

  private Work agentWork(RunId run) {
    return new AgentWork(
        (Agent) route("help").way(),
        random.nextInt(9),
        random.nextBoolean(),
        random.nextBoolean(),
        text(),
        list(() -> new CallSpec(new CallId(run, step(), step()), purpose())),
        list(
            () ->
                new AgentWork.Later(
                    new CallSpec(new CallId(run, step(), step()), purpose()),
                    Set.copyOf(new HashSet<>(list(this::step))))),
        Set.copyOf(new HashSet<>(list(() -> new CallId(run, step(), step())))),
        trail());
  }

  private Trail trail() {
    return new Trail(
        list(random::nextInt),
        list(() -> new Trail.Repeat(random.nextInt(), random.nextInt(), random.nextInt())),
        list(random::nextInt),
        random.nextBoolean(),
        random.nextInt());
  }

  private static Route route(String name) {
    return Objects.requireNonNull(PIPELINE.routes().get(name));
  }

  private RunFacts facts() {
    byte[] key = new byte[random.nextInt(20)];
    random.nextBytes(key);
    return new RunFacts(
        RunId.of(text(), text()),
        text(),
        text(),
        text(),
        list(this::text),
        RecordKey.of(key),
        text(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        new RunLimits(new BudgetLimits(limit(), limit(), limit(), limit()), limit(), limit(), null),
        new RunFacts.CacheUse(random.nextBoolean(), random.nextBoolean(), limit()),
        text(),
        text(),
        text());
  }

  private Tally tally() {
    Usage usage =
        new Usage(count(), count(), count(), count(), count(), random.nextBoolean())
            .withCache(count(), Long.MAX_VALUE, count())
            .withRejectedPrediction(count());
    StepCosts steps = new StepCosts(list(this::stepCost));
    return new Tally(
        new Budget(amounts(), amounts()),
        usage,
        new Savings(count(), count()),
        count(),
        count(),
        steps,
        Set.of(any(Alarm.values())));
  }

  private StepCost stepCost() {
    return new StepCost(step(), count(), count(), count(), count(), count(), count(), count());
  }

  private InputBuckets input() {
    return new InputBuckets(
        random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextInt());
  }

  private Inquiry inquiry() {
    return new Inquiry(text(), text(), list(this::turn), map());
  }

  private List<Part> partsOf(Run run) {
    return list(() -> part(new CallId(run.facts().id(), step(), step())));
  }

  private Part part(CallId id) {
    return new Part(id, text(), result(), random.nextLong(), random.nextLong());
  }

  private List<PendingCall> promisesOf(Run run) {
    return list(() -> pendingCall(new CallId(run.facts().id(), step(), step())));
  }

  private PendingCall pendingCall(CallId id) {
    return new PendingCall(
        id,
        text(),
        purpose(),
        any(PendingCall.Kind.values()),
        text(),
        text(),
        random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextLong(),
        random.nextLong(),
        hold(),
        random.nextBoolean(),
        input(),
        random.nextBoolean(),
        text(),
        random.nextLong(),
        random.nextBoolean() ? Trim.NONE : trim(),
        text(),
        random.nextInt(),
        random.nextBoolean() ? null : hedge());
  }

  private Trim trim() {
    return new Trim(
        1 + random.nextInt(1_000), random.nextInt(9), random.nextBoolean(), random.nextBoolean());
  }

  private PendingCall.Hedge hedge() {
    return new PendingCall.Hedge(text(), hold(), input());
  }

  private Hold hold() {
    return new Hold(amounts(), random.nextLong(), random.nextInt(), text());
  }

  private Account account() {
    Map<BudgetWindow, BudgetLimits> changed = new EnumMap<>(BudgetWindow.class);
    changed.put(any(BudgetWindow.values()), limits());
    return new Account(count(), amounts(), list(this::window), changed, list(this::text));
  }

  private WindowBudget window() {
    Budget budget = new Budget(amounts(), amounts());
    BudgetWindow kind = any(BudgetWindow.values());
    return new WindowBudget(kind, random.nextLong(), budget, limits(), amounts());
  }

  private BudgetLimits limits() {
    return new BudgetLimits(limit(), limit(), limit(), limit(), limit(), limit());
  }

  private CallResult result() {
    return switch (random.nextInt(3)) {
      case 0 ->
          new CallResult.ModelAnswer(
              new ModelResponse(
                  text(),
                  list(() -> new ToolUse(text(), text(), text(), text())),
                  any(FinishReason.values()),
                  text()));
      case 1 -> new CallResult.ToolAnswer(text(), random.nextInt(), random.nextBoolean());
      default -> new CallResult.Failed(any(FailureKind.values()), text(), text());
    };
  }

  private Purpose purpose() {
    return switch (random.nextInt(6)) {
      case 0 -> new CallSpec.Embed();
      case 5 -> new CallSpec.SayLast();
      case 1 -> new CallSpec.AskRoute();
      case 2 -> new CallSpec.Node(text());
      case 3 -> new CallSpec.AskAgent(random.nextBoolean());
      default -> new CallSpec.UseTool(step(), step());
    };
  }

  private Inquiry.Turn turn() {
    return new Inquiry.Turn(any(Inquiry.Role.values()), text());
  }

  private CallId call() {
    return new CallId(Samples.RUN, step(), step());
  }

  private int step() {
    return random.nextInt(0x10000);
  }

  private Amounts amounts() {
    return new Amounts(count(), count(), count(), count(), count(), count());
  }

  private long count() {
    return random.nextLong() & Long.MAX_VALUE;
  }

  private @Nullable Long limit() {
    return random.nextBoolean() ? null : Long.valueOf(count());
  }

  private Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), text());
    }
    return map;
  }

  private <T> List<T> list(Supplier<T> items) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(items.get());
    }
    return list;
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    return any(new String[] {"", "a", "b c", "zoë 📦", "\u0000", "\"{}\"", "x".repeat(300)});
  }
}
