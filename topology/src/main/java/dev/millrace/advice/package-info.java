/** What in the prompts of a pipeline works, though hardly as well as it could. Pure. */
@NullMarked
package dev.millrace.advice;

import org.jspecify.annotations.NullMarked;
