// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.registry;

import dev.millrace.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a registry knows: schemas by id, and the ids of each subject's versions. The same text has
 * the same id under every subject; ids and versions count from 1 and are never given twice.
 */
final class Subjects {
  static final int MAX_SCHEMAS = 10_000;
  static final int MAX_SUBJECTS = 10_000;

  /** A schema in its place: the version counts from 1 within the subject. */
  record Version(String subject, int version, int id, Schema schema) {}

  /** All of it, as it is written down. */
  record Snapshot(
      List<String> schemas,
      Map<String, List<Integer>> subjects,
      CompatibilityLevel compatibility,
      Map<String, CompatibilityLevel> compatibilityOf) {}

  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, Integer> idByText = new HashMap<>();
  private final Map<String, List<Integer>> versions = new TreeMap<>();
  private final Map<String, CompatibilityLevel> levels = new TreeMap<>();
  private CompatibilityLevel level = CompatibilityLevel.BACKWARD;
  private final Consumer<Snapshot> onChange;
  private boolean unsaved;

  Subjects() {
    this(change -> {});
  }

  /** Tells every change before it is answered; a change that cannot be told is an exception. */
  Subjects(Consumer<Snapshot> onChange) {
    this.onChange = onChange;
  }

  synchronized void restore(Snapshot snapshot) {
    snapshot.schemas().forEach(text -> idOf(SchemaText.parse(text)));
    snapshot.subjects().forEach((subject, ids) -> versions.put(subject, new ArrayList<>(ids)));
    level = snapshot.compatibility();
    levels.putAll(snapshot.compatibilityOf());
  }

  synchronized int register(String subject, Schema schema) {
    Integer known = idByText.get(schema.toString());
    List<Integer> ids = versions.getOrDefault(subject, List.of());
    if (known != null && ids.contains(known)) {
      saveIfUnsaved();
      return known;
    }
    if (!levelOf(subject).allows(schema, schemasOf(ids))) {
      throw new RegistryException(
          Kind.INCOMPATIBLE,
          "Schema is not " + levelOf(subject) + " compatible with subject " + subject);
    }
    requireRoom(subject, known);
    int id = idOf(schema);
    versions.computeIfAbsent(subject, s -> new ArrayList<>()).add(id);
    save();
    return id;
  }

  synchronized Version find(String subject, Schema schema) {
    List<Integer> ids = require(subject);
    int at = ids.indexOf(idByText.getOrDefault(schema.toString(), 0));
    if (at < 0) {
      throw new RegistryException(Kind.SCHEMA_NOT_FOUND, "Schema not found");
    }
    return version(subject, ids, at + 1);
  }

  /** Null for the latest. */
  synchronized Version version(String subject, @Nullable Integer number) {
    List<Integer> ids = require(subject);
    int wanted = Objects.requireNonNullElse(number, ids.size());
    if (wanted < 1 || wanted > ids.size()) {
      throw new RegistryException(Kind.VERSION_NOT_FOUND, "Version " + wanted + " not found");
    }
    return version(subject, ids, wanted);
  }

  synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new RegistryException(Kind.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }
    return schemas.get(id - 1);
  }

  synchronized List<String> subjects() {
    return List.copyOf(versions.keySet());
  }

  synchronized int versionCount(String subject) {
    return require(subject).size();
  }

  synchronized boolean isCompatible(Schema schema, Version version) {
    return levelOf(version.subject()).allows(schema, List.of(version.schema()));
  }

  /** The level for all subjects without one of their own, if subject is null. */
  synchronized CompatibilityLevel level(@Nullable String subject) {
    return subject == null ? level : levelOf(subject);
  }

  synchronized void setLevel(@Nullable String subject, CompatibilityLevel wanted) {
    if (subject == null) {
      level = wanted;
    } else {
      levels.put(subject, wanted);
    }
    save();
  }

  private void save() {
    unsaved = true;
    onChange.accept(snapshot());
    unsaved = false;
  }

  /** An id that was not written down must not be handed out: after a restart it is another's. */
  private void saveIfUnsaved() {
    if (unsaved) {
      save();
    }
  }

  private CompatibilityLevel levelOf(String subject) {
    return levels.getOrDefault(subject, level);
  }

  private int idOf(Schema schema) {
    return idByText.computeIfAbsent(
        schema.toString(),
        text -> {
          schemas.add(schema);
          return schemas.size();
        });
  }

  private Version version(String subject, List<Integer> ids, int number) {
    int id = ids.get(number - 1);
    return new Version(subject, number, id, byId(id));
  }

  private List<Schema> schemasOf(List<Integer> ids) {
    return ids.stream().map(this::byId).toList();
  }

  private List<Integer> require(String subject) {
    List<Integer> ids = versions.get(subject);
    if (ids == null) {
      throw new RegistryException(Kind.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found");
    }
    return ids;
  }

  private void requireRoom(String subject, @Nullable Integer known) {
    if (known == null && schemas.size() >= MAX_SCHEMAS) {
      throw new RegistryException(Kind.INVALID_SCHEMA, "No more than " + MAX_SCHEMAS + " schemas");
    }
    if (!versions.containsKey(subject) && versions.size() >= MAX_SUBJECTS) {
      throw new RegistryException(
          Kind.INVALID_SCHEMA, "No more than " + MAX_SUBJECTS + " subjects");
    }
  }

  private Snapshot snapshot() {
    Map<String, List<Integer>> ids = new TreeMap<>();
    versions.forEach((subject, list) -> ids.put(subject, List.copyOf(list)));
    return new Snapshot(
        schemas.stream().map(Schema::toString).toList(), ids, level, Map.copyOf(levels));
  }
}
