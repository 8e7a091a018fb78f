// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Mustache;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets templates look into JSON, and into nothing else: there is no reflection here. */
final class JsonCollector implements Mustache.Collector {
  private final boolean emptyIsMissing;

  JsonCollector(boolean emptyIsMissing) {
    this.emptyIsMissing = emptyIsMissing;
  }

  /** What a section repeats over: nothing for what counts as false, null for "once". */
  @Override
  public @Nullable Iterator<?> toIterator(Object value) {
    if (!(value instanceof JsonNode json)) {
      return value instanceof Iterable<?> items ? items.iterator() : null;
    }
    if (json.isArray()) {
      return json.elements();
    }
    boolean falsy = json.isNull() || json.isMissingNode() || isEmptyText(json);
    return falsy || (json.isBoolean() && !json.booleanValue()) ? Collections.emptyIterator() : null;
  }

  @Override
  public Mustache.VariableFetcher createFetcher(Object data, String name) {
    return this::fetch;
  }

  private @Nullable Object fetch(Object data, String name) {
    JsonNode value = data instanceof JsonNode json ? Context.step(json, name) : null;
    if (value == null || value.isMissingNode()) {
      return com.samskivert.mustache.Template.NO_FETCHER_FOUND;
    }
    return value.isNull() || (emptyIsMissing && isEmptyText(value)) ? null : value;
  }

  private static boolean isEmptyText(JsonNode json) {
    return json.isTextual() && json.textValue().isEmpty();
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new ConcurrentHashMap<>();
  }
}
