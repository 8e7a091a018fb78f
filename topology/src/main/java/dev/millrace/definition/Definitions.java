// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.definition;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.PipelineText.Reread;
import dev.millrace.run.RunFacts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which definition a run goes by: the one that it was begun under. The current one is always there;
 * others are made ready once in a process, when the first task holds them and a run asks, and given
 * up with the last task that lets go.
 *
 * <p>Thread-safe. Asking for the current one is a comparison, for another a look-up.
 */
public final class Definitions {
  private static final Logger log = LoggerFactory.getLogger(Definitions.class);

  /** Makes a pipeline ready. */
  @FunctionalInterface
  public interface Maker {

    /**
     * Makes a pipeline ready.
     *
     * @throws UnpreparedException if something that it names is not to be had here
     */
    Definition make(Pipeline pipeline);
  }

  private final Definition current;
  private final Maker maker;
  private final Map<String, Older> others = new ConcurrentHashMap<>();

  /**
   * Definitions of a process.
   *
   * @param maker of those that runs were begun under before, or elsewhere
   */
  public Definitions(Definition current, Maker maker) {
    this.current = current;
    this.maker = maker;
  }

  /** What new runs begin under. */
  public Definition current() {
    return current;
  }

  /** Whether this is the identity of the current one; a run that has none goes by that one too. */
  public boolean isCurrent(String id) {
    return id.equals(current.id()) || id.isEmpty();
  }

  /** What a run goes by: its own, or the current one where its own is not to be had. */
  public Definition of(RunFacts run) {
    String id = run.definition();
    if (isCurrent(id)) {
      return current;
    }
    Older older = others.get(id);
    return older != null && older.prepared() instanceof Ready ready ? ready.definition : current;
  }

  /** Why a run cannot go by its own, in a sentence for people; empty if it can. */
  public Optional<String> refusal(RunFacts run) {
    String id = run.definition();
    if (isCurrent(id)) {
      return Optional.empty();
    }
    Older older = others.get(id);
    if (older == null) {
      return Optional.of("The definition " + id + " that it was begun under is not stored.");
    }
    return older.prepared() instanceof Refused refused
        ? Optional.of("It was begun under a definition that cannot be used here: " + refused.why)
        : Optional.empty();
  }

  /** A task has runs of this definition, perhaps. */
  public synchronized void hold(String id, String text) {
    others.computeIfAbsent(id, any -> new Older(id, text)).holders++;
  }

  /** A task has no runs of it any more. */
  public synchronized void release(String id) {
    Older older = others.get(id);
    if (older != null && --older.holders == 0) {
      others.remove(id);
      older.close();
    }
  }

  private sealed interface Prepared {}

  private record Ready(Definition definition) implements Prepared {}

  private record Refused(String why) implements Prepared {}

  /** One that is not the current one, made ready when it is first asked for. */
  private final class Older {
    private final String id;
    private final String text;
    private int holders;
    private volatile @Nullable Prepared prepared;

    Older(String id, String text) {
      this.id = id;
      this.text = text;
    }

    Prepared prepared() {
      Prepared known = prepared;
      return known != null ? known : prepare();
    }

    private synchronized Prepared prepare() {
      Prepared known = prepared;
      if (known == null) {
        known = made();
        prepared = known;
        tell(known);
      }
      return known;
    }

    private void tell(Prepared known) {
      if (known instanceof Refused refused) {
        log.atWarn()
            .addKeyValue("definition", id)
            .addKeyValue("why", refused.why)
            .log("Runs of an older definition go on by the current one where they can");
      } else {
        log.atInfo().addKeyValue("definition", id).log("Made an older definition ready");
      }
    }

    private Prepared made() {
      PipelineText reader = current.pipeline().text();
      if (reader == null) {
        return new Refused("the application's pipeline is not read from a file any more.");
      }
      if (!PipelineText.idOf(text).equals(id)) {
        return new Refused("what is stored of " + id + " is not what was put there.");
      }
      Reread reread = reader.reread(text);
      return reread instanceof Reread.Pipelined read
          ? made(read.pipeline())
          : new Refused(((Reread.Refused) reread).why());
    }

    private Prepared made(Pipeline pipeline) {
      try {
        return new Ready(maker.make(pipeline));
      } catch (UnpreparedException e) {
        return new Refused(e.why());
      } catch (RuntimeException e) {
        // One old definition must not keep the partition's other runs from going on.
        log.atError().setCause(e).addKeyValue("definition", id).log("A definition is of no use");
        return new Refused("definition " + id + " cannot be set up; the log says why.");
      }
    }

    synchronized void close() {
      if (prepared instanceof Ready ready) {
        ready.definition.transport().close();
      }
    }
  }
}
