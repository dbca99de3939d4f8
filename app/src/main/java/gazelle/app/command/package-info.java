/**
 * The command lines {@code gazelle classify} and {@code gazelle inspect}: their options, lines for people and JSON lines for programs.
 *
 * <p>May depend on {@code gazelle.app.service}, {@code gazelle.protocol}, {@code gazelle.viewer.series} and {@code gazelle.viewer.slice} with what its records
 * hold, and picocli.
 */
@NullMarked
package gazelle.app.command;

import org.jspecify.annotations.NullMarked;
