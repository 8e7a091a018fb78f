// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.call.CalledOffException;
import dev.millrace.call.Failure;
import dev.millrace.call.FailureKind;
import dev.millrace.call.Outcome;
import dev.millrace.call.TimePart;
import dev.millrace.call.Timing;
import dev.millrace.call.Usage;
import dev.millrace.embedding.HashingEmbedder;
import dev.millrace.engine.CallTransport;
import dev.millrace.engine.OutboundCall;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.run.CallResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds every call until the test answers it. */
final class ScriptedTransport implements CallTransport {
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(64);

  private final IdentityHashMap<OutboundCall, Attempt> open = new IdentityHashMap<>();
  private final List<OutboundCall> sent = new ArrayList<>();
  private final List<OutboundCall> untaken = new ArrayList<>();
  private boolean breakersOpen;

  /** An attempt that can tell how far it has come, once the test has said so. */
  private static final class Attempt extends CompletableFuture<Outcome<CallResult>> {
    private @Nullable Usage soFar;

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      completeExceptionally(new CalledOffException(() -> soFar));
      return isCancelled();
    }
  }

  @Override
  public CompletableFuture<Outcome<CallResult>> send(OutboundCall call) {
    Attempt attempt = new Attempt();
    open.put(call, attempt);
    sent.add(call);
    untaken.add(call);
    return attempt;
  }

  @Override
  public boolean takes(OutboundCall call) {
    return !breakersOpen;
  }

  /** From now on breakers keep calls back, for whoever asks. */
  void openBreakers() {
    breakersOpen = true;
  }

  /** All that ever left, each attempt. */
  List<OutboundCall> sent() {
    return List.copyOf(sent);
  }

  List<OutboundCall> takeAll() {
    List<OutboundCall> taken = List.copyOf(untaken);
    untaken.clear();
    return taken;
  }

  OutboundCall.ToTool takeTool(String name) {
    for (OutboundCall call : untaken) {
      if (call instanceof OutboundCall.ToTool tool && tool.tool().equals(name)) {
        untaken.remove(call);
        return tool;
      }
    }
    throw new AssertionError("no call of " + name + " among " + untaken);
  }

  OutboundCall.ToModel takeModel() {
    for (OutboundCall call : untaken) {
      if (call instanceof OutboundCall.ToModel model) {
        untaken.remove(call);
        return model;
      }
    }
    throw new AssertionError("no model call among " + untaken);
  }

  OutboundCall.ToEmbedder takeEmbedder() {
    for (OutboundCall call : untaken) {
      if (call instanceof OutboundCall.ToEmbedder embedder) {
        untaken.remove(call);
        return embedder;
      }
    }
    throw new AssertionError("nothing to embed among " + untaken);
  }

  void assertNothingLeft() {
    assertThat(untaken).isEmpty();
  }

  boolean isCancelled(OutboundCall call) {
    return future(call).isCancelled();
  }

  void answer(OutboundCall.ToTool call, String content) {
    complete(call, new CallResult.ToolAnswer(content, content.length() / 4 + 1, false), Usage.NONE);
  }

  void answer(OutboundCall.ToModel call, String text) {
    answer(call, text, Usage.of(100, 20));
  }

  void answer(OutboundCall.ToModel call, String text, Usage usage) {
    ModelResponse response =
        new ModelResponse(text, List.of(), FinishReason.STOP, call.request().model());
    complete(call, new CallResult.ModelAnswer(response), usage);
  }

  void answer(OutboundCall.ToEmbedder call, Usage usage) {
    complete(call, new CallResult.Vector(vector(call.text())), usage);
  }

  static float[] vector(String text) {
    return ((Outcome.Succeeded<float[]>) EMBEDDER.embed(text).join()).value();
  }

  void wish(OutboundCall.ToModel call, ToolUse... uses) {
    wish(call, Usage.of(100, 20), uses);
  }

  void wish(OutboundCall.ToModel call, Usage usage, ToolUse... uses) {
    ModelResponse response =
        new ModelResponse("", List.of(uses), FinishReason.TOOL_CALLS, call.request().model());
    complete(call, new CallResult.ModelAnswer(response), usage);
  }

  void fail(OutboundCall call, FailureKind kind) {
    fail(call, Failure.of(kind, kind.name()));
  }

  void fail(OutboundCall call, Failure failure) {
    assertThat(future(call).complete(Outcome.failed(failure, took()))).isTrue();
  }

  /** Fails an attempt that the provider bills all the same. */
  void failBilled(OutboundCall call, FailureKind kind, Usage usage) {
    Failure failure = Failure.of(kind, kind.name());
    assertThat(future(call).complete(new Outcome.Failed<>(failure, usage, took()))).isTrue();
  }

  /** So much of an answer has come. */
  void hasCome(OutboundCall.ToModel call, Usage soFar) {
    future(call).soFar = soFar.asEstimate();
  }

  /** Ends an attempt just so. */
  void end(OutboundCall call, Outcome<CallResult> outcome) {
    assertThat(future(call).complete(outcome)).isTrue();
  }

  private void complete(OutboundCall call, CallResult result, Usage usage) {
    assertThat(future(call).complete(new Outcome.Succeeded<>(result, usage, took()))).isTrue();
  }

  private static Timing took() {
    Map<TimePart, Duration> parts =
        Map.of(TimePart.FIRST_BYTE, Duration.ofMillis(4), TimePart.PARSE, Duration.ofMillis(1));
    return new Timing(Duration.ofMillis(5), Duration.ofMillis(4), Duration.ofNanos(62_500), parts);
  }

  private Attempt future(OutboundCall call) {
    Attempt attempt = open.get(call);
    assertThat(attempt).as("an open call %s", call.id()).isNotNull();
    return attempt;
  }
}
