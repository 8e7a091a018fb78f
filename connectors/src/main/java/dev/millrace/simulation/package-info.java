/** A simulated model server, honest about being one. */
@NullMarked
package dev.millrace.simulation;

import org.jspecify.annotations.NullMarked;
