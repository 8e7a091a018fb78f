/** Google's Gemini, as its own API and Vertex AI speak it. */
@NullMarked
package dev.millrace.model.gemini;

import org.jspecify.annotations.NullMarked;
