/**
 * The command lines of {@code gazelle}: their options, lines for people and JSON lines for programs.
 *
 * <p>May depend on {@code gazelle.app.service}, {@code gazelle.app.record}, {@code gazelle.app.verify}, {@code gazelle.app.dicomweb},
 * {@code gazelle.protocol}, {@code gazelle.viewer} except its controls, and picocli.
 */
@NullMarked
package gazelle.app.command;

import org.jspecify.annotations.NullMarked;
