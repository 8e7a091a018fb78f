// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleIndexTest {

  @Test
  void findsTheSameAsSortingEverything() {
    Random random = new Random(7);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      examples.add(new Example("r" + i, vector(random, 37)));
    }
    float[] query = vector(random, 37);

    List<Neighbour> nearest = ExampleIndex.of(examples).nearest(query, 20);

    assertThat(nearest)
        .extracting(Neighbour::route)
        .containsExactlyElementsOf(
            examples.stream()
                .sorted(Comparator.comparingDouble(it -> -plainDot(query, it.vector())))
                .limit(20)
                .map(Example::route)
                .toList());
    assertThat(nearest.get(0).similarity())
        .isCloseTo(plainDot(query, examples.get(number(nearest.get(0))).vector()), within(1e-5));
  }

  @Test
  void ofEquallyNearTheEarlierComesFirst() {
    float[] same = {1, 0};
    ExampleIndex index =
        ExampleIndex.of(
            List.of(new Example("a", same), new Example("b", same), new Example("c", same)));

    assertThat(index.nearest(same, 2)).extracting(Neighbour::route).containsExactly("a", "b");
  }

  @Test
  void givesAllIfAskedForMore() {
    ExampleIndex index = ExampleIndex.of(List.of(new Example("a", new float[] {1, 0})));

    assertThat(index.nearest(new float[] {0, 1}, 99)).hasSize(1);
    assertThat(ExampleIndex.EMPTY.nearest(new float[0], 5)).isEmpty();
  }

  @Test
  void refusesVectorsThatCannotBeCompared() {
    Example good = new Example("good", new float[] {1, 0});

    for (float[] bad :
        List.of(new float[] {1}, new float[] {Float.NaN, 1}, new float[] {3, 4}, new float[2])) {
      assertThatThrownBy(() -> ExampleIndex.of(List.of(good, new Example("bad", bad))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bad");
    }
  }

  @Test
  void votesWeighNearnessMoreThanNumber() {
    List<Neighbour> near =
        List.of(
            new Neighbour("one", 0.95), new Neighbour("many", 0.80), new Neighbour("many", 0.80));
    List<Neighbour> alike =
        List.of(
            new Neighbour("one", 0.81), new Neighbour("many", 0.80), new Neighbour("many", 0.80));

    assertThat(Votes.count(near).get(0).route()).isEqualTo("one");
    assertThat(Votes.count(near).get(0).share()).isGreaterThan(0.9);
    assertThat(Votes.count(alike).get(0).route()).isEqualTo("many");
    assertThat(Votes.count(alike).get(0).share()).isBetween(0.55, 0.65);
  }

  private static int number(Neighbour neighbour) {
    return Integer.parseInt(neighbour.route().substring(1));
  }

  private static double plainDot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
