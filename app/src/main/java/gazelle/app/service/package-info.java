/**
 * The services of both the command line and the desktop: the program's files, the connection to a server, the way from a slice to a
 * model's input, and the words for a result.
 *
 * <p>May depend on {@code gazelle.protocol} and {@code gazelle.viewer} except its controls; it knows neither JavaFX nor the
 * command line.
 */
@NullMarked
package gazelle.app.service;

import org.jspecify.annotations.NullMarked;
