// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The examples of all routes, searched exactly: a scan of a few thousand vectors takes less time
 * than reading a record from a store.
 */
public final class ExampleIndex {
  public static final ExampleIndex EMPTY = of(List.of());

  private final String[] routes;
  private final float[] arena;
  private final int dimensions;

  private ExampleIndex(String[] routes, float[] arena, int dimensions) {
    this.routes = routes;
    this.arena = arena;
    this.dimensions = dimensions;
  }

  /** The order decides between equally similar examples. */
  public static ExampleIndex of(List<Example> examples) {
    int dimensions = examples.isEmpty() ? 0 : examples.get(0).vector().length;
    String[] routes = new String[examples.size()];
    float[] arena = new float[Math.multiplyExact(examples.size(), dimensions)];
    for (int i = 0; i < routes.length; i++) {
      float[] vector = checked(examples.get(i), dimensions);
      routes[i] = examples.get(i).route();
      System.arraycopy(vector, 0, arena, i * dimensions, dimensions);
    }
    return new ExampleIndex(routes, arena, dimensions);
  }

  private static float[] checked(Example example, int dimensions) {
    float[] vector = example.vector();
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(
          "%s has an example of %d dimensions among examples of %d"
              .formatted(example.route(), vector.length, dimensions));
    }
    if (!Vectors.isUnit(vector)) {
      throw new IllegalArgumentException(
          example.route() + " has an example whose vector is not of unit length");
    }
    return vector;
  }

  public int size() {
    return routes.length;
  }

  boolean isEmpty() {
    return routes.length == 0;
  }

  Set<String> routes() {
    return Set.copyOf(Arrays.asList(routes));
  }

  /** True if the vector can be compared: same space, unit length, no NaN in it. */
  boolean accepts(float[] vector) {
    return vector.length == dimensions && Vectors.isUnit(vector);
  }

  /** Most similar first. */
  List<Neighbour> nearest(float[] vector, int count) {
    Nearest nearest = new Nearest(Math.min(count, routes.length));
    for (int i = 0; i < routes.length; i++) {
      nearest.offer(i, Vectors.dot(vector, arena, i * dimensions));
    }
    List<Neighbour> neighbours = new ArrayList<>(nearest.size());
    for (int rank = 0; rank < nearest.size(); rank++) {
      neighbours.add(new Neighbour(routes[nearest.position(rank)], nearest.similarity(rank)));
    }
    return neighbours;
  }
}
