/** The pipeline file, as validated records: what a team describes and {@code millrace run} runs. */
@NullMarked
package dev.millrace.pipeline;

import org.jspecify.annotations.NullMarked;
