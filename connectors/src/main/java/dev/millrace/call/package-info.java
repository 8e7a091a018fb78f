/** What every trip to the outside has in common: its outcome, its failure, its usage, its time. */
@NullMarked
package dev.millrace.call;

import org.jspecify.annotations.NullMarked;
