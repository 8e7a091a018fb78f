// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.simulation;

import dev.millrace.simulation.PromptCache.Prompt;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/chat/completions}: reads, lets chance decide, asks the model, answers in time.
 */
final class ChatEndpoint {

  private static final String ANSWERED = "answered";
  private static final int MAX_IDENTITIES = 200_000;

  private final Instructions instructions;
  private final Scheduler scheduler;
  private final SimulationStats stats;
  private final ChatReader reader = new ChatReader();
  private final PromptCache promptCache = new PromptCache();
  private final Turnstile turnstile = new Turnstile();
  private final Lru<Long, Integer> arrivals = new Lru<>(MAX_IDENTITIES);

  ChatEndpoint(Instructions instructions, Scheduler scheduler, SimulationStats stats) {
    this.instructions = instructions;
    this.scheduler = scheduler;
    this.stats = stats;
  }

  void handle(Exchange exchange, byte[] body) {
    long begunNanos = System.nanoTime();
    String key = exchange.header("Idempotency-Key");
    stats.arrived(key);
    Instructions.Told now = instructions.now();
    Behaviour behaviour;
    try {
      behaviour = now.settings().behaviour().overriddenBy(exchange.header("X-Simulate"));
    } catch (IllegalArgumentException e) {
      refuse(exchange, ApiError.invalid("X-Simulate: " + e.getMessage(), null));
      return;
    }
    ChatReader.Result result = reader.read(body);
    if (result instanceof ChatReader.Result.Refused refused) {
      refuse(exchange, refused.error());
      return;
    }
    ChatRequest request = ((ChatReader.Result.Read) result).request();
    if (!now.settings().models().isEmpty() && !now.settings().models().contains(request.model())) {
      refuse(exchange, ApiError.unknownModel(request.model()));
      return;
    }
    ApiError tooMany =
        turnstile.enter(
            now.settings().allowance(), behaviour.retryAfterMs(), exchange, System.nanoTime());
    if (tooMany != null) {
      refuse(exchange, tooMany);
      return;
    }
    long identity = Hashes.of(Hashes.of(now.settings().seed(), key), body);
    int arrival = arrivals.update(identity, 0, times -> times + 1);
    Fate fate = Fate.draw(behaviour, identity, arrival);
    exchange.setHeader("x-request-id", "req_" + Hashes.hex(identity + arrival));
    meet(new Chat(exchange, request, now.model(), identity, begunNanos), fate, behaviour);
  }

  private record Chat(
      Exchange exchange,
      ChatRequest request,
      SimulatedModel model,
      long identity,
      long begunNanos) {}

  private void refuse(Exchange exchange, ApiError error) {
    stats.countEnd("refused_" + error.status());
    stats.left();
    exchange.respond(error);
  }

  private void meet(Chat chat, Fate fate, Behaviour behaviour) {
    Fault fault = fate.fault();
    ApiError error = fault == null ? null : ApiError.of(fault, behaviour);
    if (fault == Fault.STREAM_ERROR && !chat.request().stream()) {
      error = ApiError.inStream();
    }
    if (fault != null && error != null) {
      end(fault.code());
      chat.exchange().respond(error);
    } else if (fault == Fault.HANG) {
      scheduler.schedule(
          () -> {
            end(fault.code());
            chat.exchange().breakOff();
          },
          behaviour.hangMs(),
          TimeUnit.MILLISECONDS);
    } else {
      answer(chat, fate, behaviour);
    }
  }

  private void answer(Chat chat, Fate fate, Behaviour behaviour) {
    ChatRequest request = chat.request();
    Reply reply = Limit.of(request.maxTokens()).on(chat.model().answer(request));
    Prompt prompt = promptCache.read(request);
    TokenUse use = new TokenUse(prompt.tokens(), Limit.tokens(reply), prompt.cached());
    long createdSeconds = System.currentTimeMillis() / 1_000;
    String id = "chatcmpl-" + Hashes.hex(chat.identity());
    Answer answer = new Answer(id, createdSeconds, request.model(), reply, use);
    if (request.stream()) {
      StreamPlan plan = StreamPlan.of(answer, request, fate, behaviour);
      delivered(chat, use, plan.tokens());
      plan.start(chat.exchange(), scheduler, chat.begunNanos(), this::end);
    } else {
      boolean whole = outcome(fate.fault()).equals(ANSWERED);
      delivered(chat, use, whole ? use.completion() : 0);
      new WholeAnswer(answer, fate).start(chat.exchange(), scheduler, chat.begunNanos(), this::end);
    }
  }

  private void delivered(Chat chat, TokenUse use, int completion) {
    String key = chat.exchange().header("Idempotency-Key");
    stats.delivered(key, new TokenUse(use.prompt(), completion, use.cached()));
  }

  /** Before its last byte leaves: who has that may come again at once. */
  private void end(String outcome) {
    turnstile.leave();
    stats.countEnd(outcome);
    stats.left();
  }

  static String outcome(@Nullable Fault fault) {
    return fault == null || fault == Fault.SLOW ? ANSWERED : fault.code();
  }
}
