/** Where schemas are kept: Confluent's REST interface, spoken and served. */
@NullMarked
package dev.millrace.registry;

import org.jspecify.annotations.NullMarked;
