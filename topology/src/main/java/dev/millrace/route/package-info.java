/** Which route a request takes: a pure decision over hint, rules, examples and a model's choice. */
@NullMarked
package dev.millrace.route;

import org.jspecify.annotations.NullMarked;
