/** What comes in and goes out on topics, to and from what the pipeline thinks in. Pure mapping. */
@NullMarked
package dev.millrace.wire;

import org.jspecify.annotations.NullMarked;
