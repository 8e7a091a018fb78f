/**
 * Pipelines made ready to be worked by: the current one, and those that live runs were begun under.
 */
@NullMarked
package dev.millrace.definition;

import org.jspecify.annotations.NullMarked;
