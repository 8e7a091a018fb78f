// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.TopicSettings;
import dev.millrace.pipeline.TopicSettings.CallRecording;
import dev.millrace.pipeline.TopicSettings.Format;

/** {@code topics}. Without a registry what is written is JSON, with one it is Avro. */
final class TopicsForm extends Form<TopicSettings> {
  static final TopicSettings USUAL =
      new TopicSettings("millrace", 4, (short) 1, Format.JSON, "", CallRecording.REDACTED);

  private final Key<String> prefix =
      key(
          "prefix",
          Texts.matching(
              "[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
              "a prefix of topic names",
              "letters, digits, '.', '_' and '-', at most 100"),
          USUAL.prefix());
  private final Key<Integer> partitions =
      key("partitions", Numbers.whole(1, 10_000), USUAL.partitions());
  private final Key<Integer> replicationFactor =
      key("replication_factor", Numbers.whole(1, 16), (int) USUAL.replication());
  private final Key<Format> format = optional("format", Texts.oneOf(Format.class));
  private final Key<String> registry =
      key(
          "registry",
          new Scalar<>(
              Scalar.Quotes.NEEDED,
              "an http or https URL",
              "a URL such as http://127.0.0.1:8081",
              text -> text.isEmpty() || Texts.isHttp(text) ? text : null),
          USUAL.registryUrl());
  private final Key<CallRecording> calls =
      key("calls", Texts.oneOf(CallRecording.class), USUAL.calls());

  @Override
  void check(Entries entries) {
    String url = entries.find(registry);
    if (entries.find(format) == Format.AVRO && url != null && url.isEmpty()) {
      entries.at(format).mistake("avro needs a registry", "add registry: URL, or write json");
    }
  }

  @Override
  TopicSettings build(Entries entries) {
    String url = entries.get(registry);
    Format said = entries.find(format);
    Format otherwise = url.isEmpty() ? Format.JSON : Format.AVRO;
    return new TopicSettings(
        entries.get(prefix),
        entries.get(partitions),
        entries.get(replicationFactor).shortValue(),
        said == null ? otherwise : said,
        url,
        entries.get(calls));
  }
}
