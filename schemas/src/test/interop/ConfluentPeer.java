// SPDX-FileCopyrightText: The Millrace authors
// SPDX-License-Identifier: Apache-2.0

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.util.RandomData;

/**
 * Confluent's own serializers in a process of their own, since their libraries are not ours. Does
 * what each line of its input says, and answers with one line:
 *
 * <ul>
 *   <li>{@code echo TOPIC BASE64} reads a frame and writes the record again
 *   <li>{@code make TOPIC SEED SCHEMA} writes a random record of a schema, in base64 as well
 * </ul>
 */
final class ConfluentPeer {
  public static void main(String[] args) throws Exception {
    Map<String, String> config = Map.of("schema.registry.url", args[0]);
    try (var serializer = new KafkaAvroSerializer();
        var deserializer = new KafkaAvroDeserializer();
        var in = new BufferedReader(new InputStreamReader(System.in))) {
      serializer.configure(config, false);
      deserializer.configure(config, false);
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        Object record =
            words[0].equals("echo")
                ? deserializer.deserialize(words[1], Base64.getDecoder().decode(words[2]))
                : random(words[3], Long.parseLong(words[2]));
        byte[] frame = serializer.serialize(words[1], record);
        System.out.println(Base64.getEncoder().encodeToString(frame));
      }
    }
  }

  private static Object random(String schema, long seed) {
    String text = new String(Base64.getDecoder().decode(schema));
    return new RandomData(new Schema.Parser().parse(text), 1, seed).iterator().next();
  }
}
