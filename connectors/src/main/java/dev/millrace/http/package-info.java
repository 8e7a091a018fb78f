/** What models and tools share of HTTP: clients, one attempt as a future, limits, failures. */
@NullMarked
package dev.millrace.http;

import org.jspecify.annotations.NullMarked;
