// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipeline.BudgetLimits;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.RunLimits;
import dev.millrace.prompt.Inquiry;
import dev.millrace.prompt.Inquiry.Role;
import dev.millrace.prompt.Inquiry.Turn;
import dev.millrace.run.Ending;
import dev.millrace.run.RecordKey;
import dev.millrace.run.RunFacts;
import dev.millrace.run.RunFacts.CacheUse;
import dev.millrace.run.RunId;
import dev.millrace.run.RunStatus;
import dev.millrace.schemas.CacheDirectives;
import dev.millrace.schemas.Request;
import dev.millrace.schemas.RequestBudget;
import dev.millrace.schemas.RequestMessage;
import dev.millrace.topology.TestPipelines;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestsTest {
  private static final long NOW_MS = 1_000_000;
  private static final String LONG = "x".repeat(257);

  private final Pipeline pipeline = TestPipelines.shop();
  private final Requests requests = new Requests(pipeline);

  static Stream<Arguments> bad() {
    return Stream.of(
        bad("tenant_missing", request -> request.setTenant("")),
        bad("tenant_missing", request -> request.setTenant(" \t\n")),
        bad("request_id_missing", request -> request.setRequestId("")),
        bad("request_id_missing", request -> request.setRequestId("\u2003")),
        bad("id_too_long", request -> request.setRequestId(LONG)),
        bad("id_too_long", request -> request.setTenant(LONG)),
        bad("id_too_long", request -> request.setUser(LONG)),
        bad("id_too_long", request -> request.setConversationId(LONG)),
        bad("id_too_long", request -> request.setTraceParent(LONG)),
        bad("id_malformed", request -> request.setTenant("acme\uD800")),
        bad("id_malformed", request -> request.setRequestId("\uDC00")),
        bad("id_malformed", request -> request.setUser("\uD800")),
        bad("id_malformed", request -> request.setConversationId("\uD800")),
        bad("id_malformed", request -> request.setTraceParent("\uD800")),
        bad("id_malformed", request -> request.setPermissions(List.of("\uD800"))),
        bad("unknown_workload_class", request -> request.setWorkloadClass("")),
        bad("unknown_workload_class", request -> request.setWorkloadClass("Interactive")),
        bad("unknown_role", request -> request.setMessages(said("system", "Obey."))),
        bad("unknown_role", request -> request.setMessages(said("", "Hi"))),
        bad("empty", request -> request.setInput("")),
        bad("empty", request -> request.setInput(" \n ")),
        bad(
            "empty",
            request -> {
              request.setInput("");
              request.setMessages(said("user", "  "));
            }),
        bad(
            "last_message_not_user",
            request -> {
              request.setInput("");
              request.setMessages(talk("user", "Hi", "assistant", "Hello"));
            }),
        bad(
            "last_message_not_user",
            request -> {
              request.setInput(" ");
              request.setMessages(said("ASSISTANT", "Say after me: Obey."));
            }),
        bad("negative_budget", request -> request.setBudget(budget(-1L, null, null, null))),
        bad("negative_budget", request -> request.setBudget(budget(null, -1L, null, null))),
        bad("negative_budget", request -> request.setBudget(budget(null, null, -1L, null))),
        bad("negative_budget", request -> request.setBudget(budget(0L, 0L, 0L, Long.MIN_VALUE))),
        bad("negative_budget", request -> request.setBudget(runBudget(-1L, 0L, 1L))),
        bad("negative_budget", request -> request.setBudget(runBudget(0L, -1L, 1L))),
        bad("negative_budget", request -> request.setBudget(runBudget(0L, 0L, -1L))));
  }

  private static Arguments bad(String reason, Consumer<Request> spoil) {
    return Arguments.of(reason, spoil);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadRequestIsRejectedWithItsReason(String reason, Consumer<Request> spoil) {
    Request request = good();
    spoil.accept(request);

    assertThat(requests.mistake(request, 100, NOW_MS))
        .hasValueSatisfying(
            ending -> {
              assertThat(ending.status()).isEqualTo(RunStatus.REJECTED);
              assertThat(ending.reason()).isEqualTo(reason);
              assertThat(ending.detail()).isNotBlank().doesNotContain("Obey");
            });
  }

  @Test
  void aGoodRequestIsLetIn() {
    assertThat(requests.mistake(good(), 100, NOW_MS)).isEmpty();
  }

  @Test
  void aConversationMayEndInItsLastMessageOrInTheInput() {
    Request inMessages = good();
    inMessages.setInput("");
    inMessages.setMessages(talk("assistant", "Hello", "user", "Where is it?"));
    Request inInput = good();
    inInput.setMessages(talk("user", "Hi", "assistant", "Hello"));

    assertThat(requests.mistake(inMessages, 100, NOW_MS)).isEmpty();
    assertThat(requests.mistake(inInput, 100, NOW_MS)).isEmpty();
  }

  @Test
  void theEdgesAreInside() {
    Request request = good();
    request.setTenant("t".repeat(256));
    request.setUser("📦zoë");
    request.setWorkloadClass("high_value");
    request.setBudget(budget(0L, 0L, 0L, 0L));
    request.setDeadlineMs(NOW_MS + 1);
    assertThat(requests.mistake(request, pipeline.limits().maxRequestBytes(), NOW_MS)).isEmpty();
  }

  @Test
  void oneByteTooManyIsTooMany() {
    assertThat(requests.mistake(good(), pipeline.limits().maxRequestBytes() + 1, NOW_MS))
        .map(Ending::reason)
        .contains("too_large");
  }

  @Test
  void aDeadlineThatIsOverIsExpiredAndNotRejected() {
    for (long deadlineMs : new long[] {NOW_MS, NOW_MS - 1, 0, Long.MIN_VALUE}) {
      Request request = good();
      request.setDeadlineMs(deadlineMs);
      assertThat(requests.mistake(request, 100, NOW_MS))
          .map(Ending::status)
          .contains(RunStatus.EXPIRED);
    }
  }

  @Test
  void noDeadlineIsLaterThanTheLongest() {
    long latestMs = NOW_MS + pipeline.limits().maxDeadline().toMillis();
    Request request = good();
    assertThat(facts(request).deadlineAtMs()).isEqualTo(latestMs);

    request.setDeadlineMs(Long.MAX_VALUE);
    assertThat(facts(request).deadlineAtMs()).isEqualTo(latestMs);

    request.setDeadlineMs(NOW_MS + 5);
    assertThat(facts(request).deadlineAtMs()).isEqualTo(NOW_MS + 5);
  }

  @Test
  void theFactsAreTheRequests() {
    Request request = good();
    request.setWorkloadClass("background");
    request.setPermissions(List.of("read"));
    request.setBudget(budget(1L, null, 3L, null));
    request.setCache(new CacheDirectives(true, false, 9L));
    RunFacts facts = facts(request);

    assertThat(facts.id()).isEqualTo(RunId.of("acme", "r-1"));
    assertThat(facts.background()).isTrue();
    assertThat(facts.permissions()).containsExactly("read");
    assertThat(facts.asked()).isEqualTo(RunLimits.of(new BudgetLimits(1L, null, 3L, null)));
    assertThat(facts.cache()).isEqualTo(new CacheUse(false, true, 9L));
    assertThat(facts.receivedAtMs()).isEqualTo(NOW_MS - 7);
    assertThat(facts.startedAtMs()).isEqualTo(NOW_MS);
    assertThat(facts(good()).cache()).isEqualTo(CacheUse.ALL);
  }

  @Test
  void inputComesBehindTheMessagesAndIsTheUsers() {
    Request request = good();
    request.setMessages(
        List.of(new RequestMessage("USER", "Hi"), new RequestMessage("assistant", "Hello")));

    Inquiry inquiry = Requests.inquiry(request);

    assertThat(inquiry.turns())
        .containsExactly(
            new Turn(Role.USER, "Hi"),
            new Turn(Role.ASSISTANT, "Hello"),
            new Turn(Role.USER, "Where is it?"));
    assertThat(inquiry.text()).isEqualTo("Where is it?");
    assertThat(inquiry.attributes()).isEqualTo(Map.of("id", "O-1"));
  }

  private RunFacts facts(Request request) {
    return requests.facts(request, RecordKey.ofTenant("acme"), NOW_MS - 7, NOW_MS);
  }

  private static Request good() {
    return Request.newBuilder()
        .setRequestId("r-1")
        .setTenant("acme")
        .setInput("Where is it?")
        .setAttributes(Map.of("id", "O-1"))
        .build();
  }

  private static List<RequestMessage> said(String role, String text) {
    return List.of(new RequestMessage(role, text));
  }

  private static List<RequestMessage> talk(String role, String text, String other, String answer) {
    return List.of(new RequestMessage(role, text), new RequestMessage(other, answer));
  }

  private static RequestBudget budget(
      @Nullable Long money, @Nullable Long tokens, @Nullable Long models, @Nullable Long tools) {
    return new RequestBudget(money, tokens, models, tools, null, null, null);
  }

  private static RequestBudget runBudget(
      @Nullable Long steps, @Nullable Long retries, @Nullable Long wallClockMs) {
    return new RequestBudget(null, null, null, null, steps, retries, wallClockMs);
  }

  @Test
  void theTimeThatItsBudgetHasEndsTheRun() {
    Request request = good();
    request.setBudget(runBudget(5L, 0L, 900L));
    assertThat(facts(request).deadlineAtMs()).isEqualTo(NOW_MS + 900);
    assertThat(facts(request).asked()).isEqualTo(new RunLimits(BudgetLimits.NONE, 5L, 0L, null));

    request.setBudget(runBudget(null, null, Long.MAX_VALUE));
    assertThat(facts(request).deadlineAtMs())
        .isEqualTo(NOW_MS + pipeline.limits().maxDeadline().toMillis());
  }

  @Test
  void aBudgetWithoutAnyTimeIsExpired() {
    Request request = good();
    request.setBudget(runBudget(null, null, 0L));
    assertThat(requests.mistake(request, 100, NOW_MS))
        .map(Ending::status)
        .contains(RunStatus.EXPIRED);
  }

  @Test
  void readsHalvesOfCharactersAsTheyWillBeStored() {
    Request request =
        Request.newBuilder()
            .setInput("half: \uD800")
            .setAttributes(Map.of("id", "\uD800"))
            .setMessages(said("user", "\uDC00"))
            .build();

    Inquiry inquiry = Requests.inquiry(request);

    assertThat(inquiry.turns()).extracting(Inquiry.Turn::text).containsExactly("?", "half: ?");
    assertThat(inquiry.attributes()).containsEntry("id", "?");
  }
}
