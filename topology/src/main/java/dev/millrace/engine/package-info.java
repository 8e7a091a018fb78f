/**
 * Calls to the outside: promised in a store, sent off the stream thread, brought back through the
 * task's mailbox.
 */
@NullMarked
package dev.millrace.engine;

import org.jspecify.annotations.NullMarked;
