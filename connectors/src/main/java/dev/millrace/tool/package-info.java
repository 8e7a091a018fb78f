/** Calls to tools: over HTTP, or Java functions in this process. */
@NullMarked
package dev.millrace.tool;

import org.jspecify.annotations.NullMarked;
