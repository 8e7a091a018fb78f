/** Anthropic's Messages, as Anthropic and the servers that copy it speak them. */
@NullMarked
package dev.millrace.model.anthropic;

import org.jspecify.annotations.NullMarked;
