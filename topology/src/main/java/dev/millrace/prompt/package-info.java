/** What each call says, made purely of the run's parts: the same again after a crash. */
@NullMarked
package dev.millrace.prompt;

import org.jspecify.annotations.NullMarked;
