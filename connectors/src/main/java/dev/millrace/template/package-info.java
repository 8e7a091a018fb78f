/** Texts, URLs and JSON trees with holes, filled from data and from nothing else. */
@NullMarked
package dev.millrace.template;

import org.jspecify.annotations.NullMarked;
