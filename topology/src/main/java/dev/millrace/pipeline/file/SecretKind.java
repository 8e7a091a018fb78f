// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.pipeline.file;

import dev.millrace.pipeline.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret from the environment or a file, never one that stands in the pipeline file itself: the
 * file's text is kept in a topic. No message ever shows what it is.
 */
final class SecretKind implements Kind<Secret> {
  private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]+)}");
  private static final int MAX_BYTES = 65_536;

  @Override
  public @Nullable Secret read(At at) {
    if (!(at.node() instanceof Yaml.Text text) || text.isTyped()) {
      at.mistake("this is no text", "write " + such());
      return null;
    }
    if (Literals.hold(text.raw())) {
      at.mistake("a secret stands in the file", "write " + such());
      return null;
    }
    Matcher file = FILE.matcher(text.raw());
    String value =
        file.matches() ? ofFile(at, file.group(1)) : Variables.substitute(at, text.raw());
    return value == null ? null : secret(at, value.strip());
  }

  @Override
  public String such() {
    return "\"${NAME}\" or \"${file:/path}\"";
  }

  private static @Nullable Secret secret(At at, String value) {
    boolean sendable = value.chars().allMatch(c -> c > ' ' && c < 127);
    if (!sendable) {
      at.mistake(
          "the secret has blanks, line breaks or letters beyond ASCII in it",
          "check what it is read from");
    }
    return sendable ? new Secret(value) : null;
  }

  private static @Nullable String ofFile(At at, String name) {
    String problem = "cannot be read";
    try {
      Path path = at.context().directory().resolve(name);
      try (InputStream in = Files.newInputStream(path)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        String text = new String(bytes, StandardCharsets.UTF_8);
        problem = text.isBlank() ? "is empty" : "is larger than " + MAX_BYTES + " bytes";
        if (!text.isBlank() && bytes.length <= MAX_BYTES) {
          return text;
        }
      }
    } catch (IOException | InvalidPathException e) {
      problem = "cannot be read";
    }
    at.mistake("the file " + name + " " + problem, "put the secret into it, and nothing else");
    return null;
  }
}
