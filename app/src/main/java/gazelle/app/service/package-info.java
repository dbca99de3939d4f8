/**
 * What the command line and the desktop share: where the program's files lie, which server is asked, how a slice becomes a
 * model's input, and the words for a result.
 *
 * <p>May depend on {@code gazelle.protocol} and {@code gazelle.viewer} except its controls; it knows neither JavaFX nor the
 * command line.
 */
@NullMarked
package gazelle.app.service;

import org.jspecify.annotations.NullMarked;
