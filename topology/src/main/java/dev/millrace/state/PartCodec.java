// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.state;

import dev.millrace.call.FailureKind;
import dev.millrace.model.ModelResponse;
import dev.millrace.model.ModelResponse.FinishReason;
import dev.millrace.model.ToolUse;
import dev.millrace.run.CallId;
import dev.millrace.run.CallResult;
import dev.millrace.run.Part;
import dev.millrace.schemas.stored.PartRecord;
import dev.millrace.schemas.stored.StoredToolUse;
import dev.millrace.state.WriteBehindStore.Form;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** What came of a run's calls, as stored. Vectors are never kept. */
final class PartCodec {
  private static final String MODEL = "model";
  private static final String TOOL = "tool";
  private static final String FAILED = "failed";

  static final Form<CallId, PartRecord, Part> FORM = new Form<>(PartCodec::store, PartCodec::read);

  private PartCodec() {}

  static Serde<PartRecord> records() {
    return AvroCodec.serde(PartRecord.getEncoder(), PartRecord.getDecoder());
  }

  static PartRecord store(Part part) {
    PartRecord stored = new PartRecord();
    stored.setName(part.name());
    stored.setStartedAtMs(part.startedAtMs());
    stored.setEndedAtMs(part.endedAtMs());
    stored.setToolUses(List.of());
    stored.setFinishReason("");
    stored.setModel("");
    stored.setFailure("");
    stored.setLimit("");
    fill(stored, part.result());
    return stored;
  }

  private static void fill(PartRecord stored, CallResult result) {
    if (result instanceof CallResult.ModelAnswer answer) {
      ModelResponse response = answer.response();
      stored.setKind(MODEL);
      stored.setText(response.text());
      stored.setToolUses(response.toolUses().stream().map(PartCodec::store).toList());
      stored.setFinishReason(Words.of(response.finishReason()));
      stored.setModel(response.model());
    } else if (result instanceof CallResult.ToolAnswer tool) {
      stored.setKind(TOOL);
      stored.setText(tool.content());
      stored.setTokens(tool.tokens());
      stored.setFromCache(tool.fromCache());
    } else if (result instanceof CallResult.Failed failed) {
      stored.setKind(FAILED);
      stored.setText(failed.detail());
      stored.setFailure(failed.word());
      stored.setLimit(failed.limit());
    } else {
      throw new IllegalArgumentException("not kept: " + result.getClass().getSimpleName());
    }
  }

  static Part read(CallId id, PartRecord stored) {
    return new Part(
        id, stored.getName(), result(stored), stored.getStartedAtMs(), stored.getEndedAtMs());
  }

  private static CallResult result(PartRecord stored) {
    return switch (stored.getKind()) {
      case MODEL ->
          new CallResult.ModelAnswer(
              new ModelResponse(
                  stored.getText(),
                  stored.getToolUses().stream().map(PartCodec::read).toList(),
                  Words.read(FinishReason.class, stored.getFinishReason()),
                  stored.getModel()));
      case TOOL ->
          new CallResult.ToolAnswer(stored.getText(), stored.getTokens(), stored.getFromCache());
      case FAILED ->
          new CallResult.Failed(
              Words.read(FailureKind.class, stored.getFailure()),
              stored.getLimit(),
              stored.getText());
      default -> throw new IllegalStateException("unknown kind of part: " + stored.getKind());
    };
  }

  private static StoredToolUse store(ToolUse use) {
    return new StoredToolUse(use.id(), use.name(), use.arguments(), use.signature());
  }

  private static ToolUse read(StoredToolUse stored) {
    return new ToolUse(
        stored.getId(), stored.getName(), stored.getArguments(), stored.getSignature());
  }
}
