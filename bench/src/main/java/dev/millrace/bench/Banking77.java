// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** 10,003 questions to a bank, of 77 intents: {@code text,category} in RFC 4180. */
final class Banking77 {
  static final String TRAIN = "banking77/banking_data/train.csv";

  private Banking77() {}

  static List<LabelledText> read(DataDir data) throws IOException {
    try (Reader in = data.read(TRAIN)) {
      List<LabelledText> texts = new ArrayList<>();
      for (List<String> row : rows(in)) {
        texts.add(new LabelledText(row.get(0).strip(), row.get(1)));
      }
      return texts.subList(1, texts.size());
    }
  }

  /** A quoted field may hold commas, line ends, and quotes written twice. */
  static List<List<String>> rows(Reader in) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int c = in.read(), before = -1; c >= 0; before = c, c = in.read()) {
      if (c == '"') {
        quoted = !quoted;
        if (quoted && before == '"') {
          field.append('"');
        }
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        field.append((char) c);
      }
    }
    if (!row.isEmpty()) {
      row.add(field.toString());
      rows.add(row);
    }
    return rows;
  }
}
