/** What usage costs, by provider, model and date. */
@NullMarked
package dev.millrace.price;

import org.jspecify.annotations.NullMarked;
