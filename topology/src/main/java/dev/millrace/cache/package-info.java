/**
 * Keys of what may serve again: who may see it, what made it, and what was asked, canonically.
 * Pure.
 */
@NullMarked
package dev.millrace.cache;

import org.jspecify.annotations.NullMarked;
