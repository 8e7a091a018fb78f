// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireBenchmarkTest {
  private static final String STREAM =
      """
      interactions:
      - request:
          body: '{"model": "gpt-4o", "stream": true}'
          method: POST
          uri: https://api.example.com/v1/chat/completions
        response:
          body:
            string: |+
              data: {"model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Hello"}}]}

              data: {"choices":[{"index":0,"delta":{"content":" you"},"finish_reason":"stop"}]}

              data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}

              data: [DONE]

          headers:
            content-type: [text/event-stream]
          status: {code: 200, message: OK}
      - request: {body: null, method: GET, uri: 'https://api.example.com/v1/models'}
        response: {body: {string: '{}'}, headers: {}, status: {code: 200}}
      """;

  private static final String MAPPING =
      """
      request:
        url: /embeddings
        method: POST
        bodyPatterns:
        - equalToJson: '{"input": ["a", "b"], "model": "e"}'
      response:
        status: 200
        body: >-
          {"model":"e","data":[{"index":0,"embedding":[0.6,0.8]},{"index":1,"embedding":"AACAPwAAAAA="}],
          "usage":{"prompt_tokens":2,"total_tokens":2}}
        headers: {Content-Type: application/json}
      """;

  /** Of a count that cannot be, our client makes its own. */
  private static final String IMPOSSIBLE =
      """
      interactions:
      - request: {body: '{"model": "m"}', method: POST, uri: 'http://localhost/v1/chat/completions'}
        response:
          body:
            string: >-
              {"model":"m","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}],
              "usage":{"prompt_tokens":-5,"completion_tokens":1}}
          headers: {content-type: [application/json]}
          status: {code: 200}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void replaysCassettesAndMappingsAndCountsWhatItPassesOver() throws IOException {
    Files.writeString(folder.resolve("stream.yaml"), STREAM);
    Files.writeString(folder.resolve("mapping.yaml"), MAPPING);

    assertThat(wire()).isZero();
    assertThat(out.toString())
        .startsWith("{\"exchanges\":2,\"agree\":2,\"disagree\":0,")
        .contains("\"chat\":{\"exchanges\":1,", "\"embeddings\":{\"exchanges\":1,")
        .contains("\"skipped\":{\"models\":1}", "\"disagreements\":[]");
  }

  @Test
  void namesWhatIsReadInAnotherWayAndFails() throws IOException {
    Files.createDirectory(folder.resolve("wire-mine"));
    Files.writeString(folder.resolve("wire-mine/odd.yaml"), IMPOSSIBLE);

    assertThat(wire()).isEqualTo(1);
    assertThat(err.toString())
        .contains("wire-mine/odd.yaml#0: usage: recorded told, read estimated")
        .contains("usage.input: recorded -5, read ");
    assertThat(out.toString())
        .contains("\"disagree\":1,")
        .contains(
            "{\"cassette\":\"wire-mine/odd.yaml#0\",\"what\":\"usage\",\"expected\":\"told\"");
  }

  @Test
  void saysWhichFolderIsMissing() {
    folder = folder.resolve("nowhere");

    assertThat(wire()).isEqualTo(2);
    assertThat(err.toString()).contains("missing data").contains("nowhere");
  }

  private int wire() {
    return Bench.commandLine(new WireBenchmark())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("wire", "--data", folder.toString(), "--json");
  }
}
