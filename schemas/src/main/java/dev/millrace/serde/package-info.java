/** How records become bytes and back: Avro in Confluent's framing, and plain JSON. */
@NullMarked
package dev.millrace.serde;

import org.jspecify.annotations.NullMarked;
