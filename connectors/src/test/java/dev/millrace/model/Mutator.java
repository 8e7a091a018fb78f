// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package dev.millrace.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks the bytes of an answer in the ways that networks, proxies and servers do, and in worse.
 */
final class Mutator {
  private static final Pattern NUMBER = Pattern.compile("(?<=[:\\[,])-?\\d+");
  private static final Pattern VALUE =
      Pattern.compile("(?<=:)(\"([^\"\\\\]|\\\\.){0,200}\"|-?\\d+|null|true|false|\\{\\}|\\[\\])");

  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "-0.0",
          "1e999999999",
          "-1e308",
          "0.5",
          "9223372036854775807",
          "9223372036854775808",
          "2147483648",
          "9".repeat(900),
          "9".repeat(2_000));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "\"\"",
          "\"text\"",
          "[]",
          "{}",
          "[null]",
          "[[[{}]]]",
          "{\"type\":\"error\"}",
          "{\"error\":{}}",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "NaN",
          "[".repeat(3_000),
          "[".repeat(900) + "]".repeat(900),
          "{\"a\":".repeat(3_000),
          "\"" + "a".repeat(20_000) + "\"",
          "\"" + "\\n ".repeat(5_000) + "\"");

  private static final byte[][] NO_UTF_8 = {
    {(byte) 0xff},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf0, (byte) 0x9f},
    {0},
    {'\r'},
    {'\n', '\n'},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}
  };

  private final Random random;

  Mutator(long seed) {
    this.random = new Random(seed);
  }

  /** One to four mutations of an answer; {@code other} is spliced in at times. */
  byte[] mutate(byte[] answer, byte[] other) {
    byte[] mutated = answer;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      mutated = once(mutated, other);
    }
    return mutated;
  }

  private byte[] once(byte[] bytes, byte[] other) {
    if (bytes.length == 0) {
      return other;
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 400));
    return switch (random.nextInt(10)) {
      case 0 -> flipped(bytes, at);
      case 1 -> splice(bytes, at, end, new byte[0], 0);
      case 2 -> splice(bytes, at, bytes.length, new byte[0], 0);
      case 3 -> repeated(bytes, at, end);
      case 4 -> splice(bytes, at, at, NO_UTF_8[random.nextInt(NO_UTF_8.length)], 1);
      case 5 -> reordered(bytes);
      case 6 -> replaced(bytes, NUMBER, NUMBERS);
      case 7 -> replaced(bytes, VALUE, VALUES);
      case 8 -> splice(bytes, at, end, other, 1);
      default -> withoutAnEvent(bytes);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] repeated(byte[] bytes, int at, int end) {
    byte[] part = java.util.Arrays.copyOfRange(bytes, at, end);
    int times = random.nextInt(10) == 0 ? 1 + 20_000 / part.length : 1;
    return splice(bytes, at, at, part, times);
  }

  /** Puts a part, so many times, in place of what is between. */
  private static byte[] splice(byte[] bytes, int at, int end, byte[] part, int times) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(bytes, 0, at);
    for (int i = 0; i < times; i++) {
      spliced.writeBytes(part);
    }
    spliced.write(bytes, end, bytes.length - end);
    return spliced.toByteArray();
  }

  private byte[] reordered(byte[] bytes) {
    List<String> events = events(bytes);
    Collections.swap(events, random.nextInt(events.size()), random.nextInt(events.size()));
    return joined(events);
  }

  private byte[] withoutAnEvent(byte[] bytes) {
    List<String> events = events(bytes);
    events.remove(random.nextInt(events.size()));
    return joined(events);
  }

  private static List<String> events(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return new ArrayList<>(List.of(text.split("\n\n", -1)));
  }

  private static byte[] joined(List<String> events) {
    return String.join("\n\n", events).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] replaced(byte[] bytes, Pattern place, List<String> by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher matcher = place.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (places.isEmpty()) {
      return bytes;
    }
    int[] chosen = places.get(random.nextInt(places.size()));
    byte[] part = by.get(random.nextInt(by.size())).getBytes(StandardCharsets.ISO_8859_1);
    return splice(bytes, chosen[0], chosen[1], part, 1);
  }
}
