/** What is stored: the stores by name, and how records travel into them and back. */
@NullMarked
package dev.millrace.state;

import org.jspecify.annotations.NullMarked;
