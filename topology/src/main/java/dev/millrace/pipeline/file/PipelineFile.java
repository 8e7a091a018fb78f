// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Pipeline;
import dev.millrace.pipeline.PipelineText;
import dev.millrace.pipeline.PipelineText.Reread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the file that describes a pipeline. What is wrong with it is said all at once. */
public final class PipelineFile {
  /**
   * A larger file is refused. Its text is kept with the runs that begin under it, as one record of
   * a changelog topic, and brokers take no more than 1 MiB unless told otherwise.
   */
  public static final int MAX_BYTES = 512 << 10;

  private static final PipelineForm FORM = new PipelineForm();

  private PipelineFile() {}

  /** Reads a file; one that is not there is a mistake too. */
  public static Reading read(Path file, Environment environment) {
    Path absolute = file.toAbsolutePath();
    Path directory = Objects.requireNonNullElse(absolute.getParent(), absolute);
    Context context = new Context(file.toString(), directory, environment);
    String text = text(file, context);
    return text == null ? invalid(context) : read(context, text);
  }

  /**
   * Reads a text.
   *
   * @param name what mistakes call it
   */
  public static Reading read(String name, String text, Environment environment) {
    Context context = new Context(name, Path.of(""), environment);
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      tooLarge(context);
      return invalid(context);
    }
    return read(context, text);
  }

  /** The whole file's form, for those who compare it with the JSON Schema. */
  static Form<Pipeline> form() {
    return FORM;
  }

  private static Reading read(Context context, String text) {
    Yaml tree = YamlParser.parse(context, text);
    if (tree == null || context.mistakeCount() > 0) {
      return invalid(context);
    }
    At root = At.root(context, tree);
    Pipeline pipeline = FORM.read(root);
    if (pipeline == null) {
      return invalid(context);
    }
    OddRoutes.check(root, pipeline);
    OddShards.check(root, pipeline);
    OddPrompts.check(root, pipeline);
    PipelineText from = new PipelineText(text, other -> reread(context, other));
    return new Reading.Valid(pipeline.readFrom(from), context.warnings());
  }

  private static Reread reread(Context first, String text) {
    String name = "definition " + PipelineText.idOf(text);
    Reading reading = read(new Context(name, first.directory(), first.environment()), text);
    return reading instanceof Reading.Valid valid
        ? new Reread.Pipelined(valid.pipeline())
        : new Reread.Refused(((Reading.Invalid) reading).mistakes().get(0).toString());
  }

  private static Reading invalid(Context context) {
    return new Reading.Invalid(context.mistakes());
  }

  private static @Nullable String text(Path file, Context context) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length <= MAX_BYTES) {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      }
      tooLarge(context);
    } catch (CharacterCodingException e) {
      context.mistake(1, 1, "", "the file is not UTF-8", "save it as UTF-8");
    } catch (NoSuchFileException e) {
      context.mistake(1, 1, "", "there is no such file", "check its name");
    } catch (IOException e) {
      context.mistake(1, 1, "", "the file cannot be read", "check that it is a readable file");
    }
    return null;
  }

  private static void tooLarge(Context context) {
    context.mistake(1, 1, "", "the file is larger than 512 KiB", "move what is large out of it");
  }
}
