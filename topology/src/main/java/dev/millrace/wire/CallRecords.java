// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.call.Outcome;
import dev.millrace.call.Timing;
import dev.millrace.engine.Completion;
import dev.millrace.engine.OutboundCall;
import dev.millrace.engine.PendingCall;
import dev.millrace.pipeline.EmbedderConfig;
import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.TopicSettings.CallRecording;
import dev.millrace.run.CallResult;
import dev.millrace.run.Run;
import dev.millrace.run.Working;
import dev.millrace.schemas.CallRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was sent and what came back: in full, as sizes and hashes only, or not at all. */
public final class CallRecords {
  private static final Blank<CallRecord> BLANK =
      new Blank<>(CallRecord::new, CallRecord.newBuilder());
  private static final int NANOS_A_MICRO = 1_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private final CallRecording recording;

  public CallRecords(CallRecording recording) {
    this.recording = recording;
  }

  /**
   * The record of an attempt; empty if none is kept.
   *
   * @param pipeline that the run goes by
   */
  public Optional<CallRecord> of(
      Run run, PendingCall call, Completion completion, Pipeline pipeline) {
    if (recording == CallRecording.OFF) {
      return Optional.empty();
    }
    CallRecord record = BLANK.make();
    record.setCallId(call.id().toString());
    record.setAttempt(completion.attempt());
    record.setRunId(run.facts().id().value());
    record.setRequestId(run.facts().requestId());
    record.setTenant(run.facts().tenant());
    record.setRoute(run instanceof Working working ? working.routing().route() : "");
    record.setStep(call.id().step());
    record.setKind(call.kind().name().toLowerCase(Locale.ROOT));
    record.setTarget(call.target());
    record.setTrimmed(call.trim().words());
    record.setDowngradedFrom(call.downgradedFrom());
    record.setProvider(provider(call, pipeline));
    record.setRecording(recording.name().toLowerCase(Locale.ROOT));
    setContent(record, completion);
    setOutcome(record, completion);
    return Optional.of(record);
  }

  private static String provider(PendingCall call, Pipeline pipeline) {
    EmbedderConfig embedder = pipeline.classifier().embedder();
    if (call.kind() == PendingCall.Kind.EMBEDDING) {
      return embedder == null ? "" : embedder.provider();
    }
    return Optional.ofNullable(pipeline.models().get(call.target()))
        .map(model -> model.provider())
        .orElse("");
  }

  private void setContent(CallRecord record, Completion completion) {
    String sent = sent(completion.sent());
    record.setSentHash(sha256(sent));
    record.setSentBytes(bytes(sent));
    String received = received(completion.outcome());
    record.setReceivedHash(received == null ? "" : sha256(received));
    record.setReceivedBytes(received == null ? 0 : bytes(received));
    if (recording == CallRecording.FULL) {
      record.setSent(sent);
      record.setReceived(received);
    }
  }

  private static void setOutcome(CallRecord record, Completion completion) {
    Outcome<CallResult> outcome = completion.outcome();
    record.setOutcome(
        outcome instanceof Outcome.Failed<CallResult> failed
            ? failed.failure().kind().name().toLowerCase(Locale.ROOT)
            : "succeeded");
    record.setUsage(Usages.of(outcome.usage()));
    record.setStartedAtMs(completion.sentAtMs());
    record.setEndedAtMs(completion.endedAtMs());
    setTiming(record, outcome.timing());
  }

  private static void setTiming(CallRecord record, Timing timing) {
    Duration first = timing.timeToFirstToken();
    record.setTimeToFirstTokenMs(first == null ? null : first.toMillis());
    Duration perToken = timing.timePerToken();
    record.setTimePerTokenUs(perToken == null ? null : micros(perToken));
    Map<String, Long> parts = new LinkedHashMap<>();
    timing.parts().forEach((part, took) -> parts.put(part.code(), micros(took)));
    record.setTimePartsUs(parts);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / NANOS_A_MICRO;
  }

  private static String sent(@Nullable OutboundCall call) {
    if (call instanceof OutboundCall.ToModel model) {
      return json(model.request());
    }
    if (call instanceof OutboundCall.ToTool tool) {
      return tool.request().arguments();
    }
    return call instanceof OutboundCall.ToEmbedder embedder ? json(embedder.text()) : "";
  }

  private static @Nullable String received(Outcome<CallResult> outcome) {
    if (outcome instanceof Outcome.Succeeded<CallResult> succeeded) {
      if (succeeded.value() instanceof CallResult.ModelAnswer answer) {
        return json(answer.response());
      }
      if (succeeded.value() instanceof CallResult.ToolAnswer tool) {
        return tool.content();
      }
    }
    return null;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of ours are JSON", e);
    }
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
