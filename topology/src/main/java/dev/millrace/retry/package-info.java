/** Whether a failed call is tried again, when and where. The only place that decides it. Pure. */
@NullMarked
package dev.millrace.retry;

import org.jspecify.annotations.NullMarked;
