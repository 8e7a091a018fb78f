/** Budgets: what may be spent, is spent, and is promised. Pure arithmetic on longs. */
@NullMarked
package dev.millrace.ledger;

import org.jspecify.annotations.NullMarked;
