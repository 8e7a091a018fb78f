// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Questions to an assistant, of 150 intents, and some that belong to none. */
record Clinc150(
    List<LabelledText> train, List<LabelledText> inScope, List<LabelledText> outOfScope) {
  static final String FULL = "clinc150/data/data_full.json.gz";

  static Clinc150 read(DataDir data) throws IOException {
    try (Reader in = data.read(FULL)) {
      JsonNode all = new ObjectMapper().readTree(in);
      List<LabelledText> outside = new ArrayList<>(texts(all.path("oos_train")));
      outside.addAll(texts(all.path("oos_val")));
      return new Clinc150(texts(all.path("train")), texts(all.path("val")), outside);
    }
  }

  private static List<LabelledText> texts(JsonNode pairs) {
    List<LabelledText> texts = new ArrayList<>();
    pairs.forEach(
        pair -> texts.add(new LabelledText(pair.path(0).asText(), pair.path(1).asText())));
    return texts;
  }
}
