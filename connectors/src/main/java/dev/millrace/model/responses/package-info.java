/** OpenAI's Responses, its newer protocol of models. */
@NullMarked
package dev.millrace.model.responses;

import org.jspecify.annotations.NullMarked;
