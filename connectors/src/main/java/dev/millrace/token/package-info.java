/** How many tokens a text is. */
@NullMarked
package dev.millrace.token;

import org.jspecify.annotations.NullMarked;
