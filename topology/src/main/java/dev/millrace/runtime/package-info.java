/** The whole application: a pipeline on Kafka Streams, with its connectors, ready to start. */
@NullMarked
package dev.millrace.runtime;

import org.jspecify.annotations.NullMarked;
