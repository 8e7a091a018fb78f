// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.prompt;

import dev.millrace.run.Part;
import dev.millrace.run.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know about a run: what it was asked, where it stands, what came of its calls.
 *
 * @param parts by step and index
 */
public record RunView(Run run, Inquiry inquiry, List<Part> parts) {
  public RunView {
    parts = List.copyOf(parts);
  }

  /** With one part more, which is not kept: the last one of a run that ends with it. */
  public RunView with(@Nullable Part last) {
    if (last == null) {
      return this;
    }
    List<Part> all = new ArrayList<>(parts);
    all.add(last);
    all.sort(Comparator.comparing(Part::id));
    return new RunView(run, inquiry, all);
  }
}
