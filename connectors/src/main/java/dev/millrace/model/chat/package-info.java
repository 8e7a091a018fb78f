/** OpenAI's chat completions, as OpenAI and the many servers that copy it speak them. */
@NullMarked
package dev.millrace.model.chat;

import org.jspecify.annotations.NullMarked;
