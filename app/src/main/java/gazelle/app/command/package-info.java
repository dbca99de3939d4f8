/**
 * The command line {@code gazelle classify}: its options, its lines for people and its JSON lines for programs.
 *
 * <p>May depend on {@code gazelle.app.service}, {@code gazelle.protocol}, {@code gazelle.viewer.io} and picocli.
 */
@NullMarked
package gazelle.app.command;

import org.jspecify.annotations.NullMarked;
