// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A few examples of each route, and the other texts as questions. */
record FewShot(Map<String, List<LabelledText>> examples, List<LabelledText> others) {

  /** The same seed picks the same texts. */
  static FewShot pick(List<LabelledText> texts, int perRoute, long seed) {
    List<LabelledText> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, List<LabelledText>> examples = new LinkedHashMap<>();
    List<LabelledText> others = new ArrayList<>();
    for (LabelledText text : shuffled) {
      List<LabelledText> own = examples.computeIfAbsent(text.route(), it -> new ArrayList<>());
      (own.size() < perRoute ? own : others).add(text);
    }
    return new FewShot(examples, others);
  }
}
