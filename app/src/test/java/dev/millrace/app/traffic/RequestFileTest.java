// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFileTest {

  @TempDir private Path directory;

  @Test
  void readsALineForEachRequest() throws IOException {
    List<PastRequest> requests =
        read(
            """
            {"request_id": "r-1", "tenant": "acme", "input": "where?"}

            {"input": "when?", "record": {"partition": 0, "offset": 3, "timestamp_ms": 77}}
            """);

    assertThat(requests)
        .extracting(PastRequest::key)
        .containsExactly(new RequestKey("acme", "r-1"), new RequestKey("usual", "id-3"));
    assertThat(requests).extracting(PastRequest::atMs).containsExactly(0L, 77L);
    assertThat(requests.get(1).request().getWorkloadClass()).isEqualTo("interactive");
  }

  @Test
  void tellsEveryLineThatIsNoRequest() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"tenant": "acme", "inptu": "where?"}
                    not json
                    [1]
                    {"tenant": 5}
                    {"tenant": "acme", "input": "fine"}
                    """))
        .isInstanceOf(RecordFileException.class)
        .hasMessageContaining("line 1: unknown field inptu; there are request_id")
        .hasMessageContaining("line 2: not JSON")
        .hasMessageContaining("line 3: not a JSON object")
        .hasMessageContaining("line 4: ")
        .hasMessageNotContaining("line 5");
  }

  @Test
  void refusesAFileWithoutRequests() {
    assertThatThrownBy(() -> read("\n\n"))
        .isInstanceOf(RecordFileException.class)
        .hasMessageContaining("no request");
  }

  @Test
  void refusesARequestOfNobody() throws IOException {
    Path file = Files.writeString(directory.resolve("r.jsonl"), "{\"input\": \"where?\"}");

    assertThatThrownBy(() -> RequestFile.read(file, "", line -> "id"))
        .hasMessageContaining("line 1: no tenant");
  }

  private List<PastRequest> read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("requests.jsonl"), text);
    return RequestFile.read(file, "usual", line -> "id-" + line);
  }
}
