// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.seeded;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.PipelineText.Reread;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** After each crash of a world the same few texts are read again, with the same outcome. */
final class Rereads {
  private Rereads() {}

  /** The same pipeline, which reads each other text once. */
  static Pipeline once(Pipeline pipeline) {
    PipelineText text = Objects.requireNonNull(pipeline.text(), "it was read from a text");
    Map<String, Reread> known = new HashMap<>();
    return pipeline.readFrom(
        new PipelineText(text.text(), other -> known.computeIfAbsent(other, text::reread)));
  }
}
