/**
 * The clinician's program: its main class chooses between the desktop and the command line.
 *
 * <p>May depend on {@code gazelle.app.command} and {@code gazelle.app.desktop}.
 */
@NullMarked
package gazelle.app;

import org.jspecify.annotations.NullMarked;
