@NullMarked
package dev.millrace.route;

import org.jspecify.annotations.NullMarked;
