/** Texts as vectors. */
@NullMarked
package dev.millrace.embedding;

import org.jspecify.annotations.NullMarked;
