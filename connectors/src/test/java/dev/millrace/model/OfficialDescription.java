// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.millrace.recorded.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * OpenAI's own description of its API. It lets through fields that it does not know, so those of
 * requests are closed here: a misspelt one is a mistake.
 */
final class OfficialDescription {
  private final JsonNode components;

  private OfficialDescription(JsonNode components) {
    this.components = components;
  }

  /** The description, where it is: see {@link Recordings}. */
  static Optional<OfficialDescription> find() {
    return Recordings.folder()
        .map(folder -> folder.resolve("spec-openai/openapi.yaml.gz"))
        .filter(Files::isRegularFile)
        .map(OfficialDescription::read);
  }

  private static OfficialDescription read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(1 << 24);
    YAMLFactory factory = YAMLFactory.builder().loaderOptions(options).build();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new OfficialDescription(new YAMLMapper(factory).readTree(in).path("components"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * A schema that lets nothing unknown through.
   *
   * @param name of the body of a request
   * @param closed the names of parts of it that let nothing unknown through either
   */
  Checked schema(String name, List<String> closed) {
    ObjectNode all = components.deepCopy();
    for (String part : closed) {
      ((ObjectNode) all.path("schemas").path(part).require()).put("unevaluatedProperties", false);
    }
    ObjectNode root = all.objectNode();
    root.put("$ref", "#/components/schemas/" + name).put("unevaluatedProperties", false);
    root.set("components", all);
    return new Checked(JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root));
  }

  /** A schema to hold requests against. */
  record Checked(JsonSchema schema) {
    /** What is wrong with a request; nothing if it is right. */
    Set<String> mistakes(JsonNode request) {
      return schema.validate(request).stream()
          .map(ValidationMessage::getMessage)
          .collect(Collectors.toSet());
    }
  }
}
