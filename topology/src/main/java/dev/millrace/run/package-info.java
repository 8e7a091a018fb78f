/**
 * What a run does next, decided purely: {@code run.on(event, at)} gives the next run and the
 * effects. No Kafka, no clock, no chance and no I/O in here; a test holds it to that.
 */
@NullMarked
package dev.millrace.run;

import org.jspecify.annotations.NullMarked;
