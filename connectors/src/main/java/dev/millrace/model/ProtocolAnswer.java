// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.call.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a model has said so far, read from the events of a stream or from a whole answer. Belongs to
 * one attempt, and is not thread-safe.
 */
public interface ProtocolAnswer {

  /**
   * Takes the next event of a stream, whatever JSON it is; what is not known is passed over.
   *
   * @throws MalformedAnswerException if the answer can make no sense any more
   */
  void add(JsonNode event) throws MalformedAnswerException;

  /** Takes an answer that came as one. */
  void addWhole(JsonNode body) throws MalformedAnswerException;

  /** True once any part of an answer came, be it empty: without, there is none. */
  boolean hasBegun();

  /** True once the model has said anything, in whatever form: from then on it may be billed. */
  boolean hasContent();

  /** True once the model said why it stopped: an answer that is cut after that is whole. */
  boolean isFinished();

  /** True once nothing can follow, so that nobody waits for the stream's end. */
  boolean isOver();

  /** The answer as it stands. */
  ModelResponse toResponse();

  /** What the provider told, normalised, or else what we count of what was sent and what came. */
  Usage usage();

  /**
   * What is likely to be billed if nothing more is read, marked as an estimate. Null before the
   * first word, and where a model may have come to more than it has shown.
   */
  @Nullable Usage usageSoFar();
}
