/**
 * The topology: thin processors around pure decisions, wired in one place. Start at AgentTopology.
 */
@NullMarked
package dev.millrace.topology;

import org.jspecify.annotations.NullMarked;
