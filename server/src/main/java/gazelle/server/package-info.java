/**
 * The server as a program: the command line and the life of one listening service.
 *
 * <p>May depend on {@code gazelle.server.identity} and every package that {@code gazelle.protocol} exports to a host; it
 * holds no image code and no cryptography of its own.
 */
@NullMarked
package gazelle.server;

import org.jspecify.annotations.NullMarked;
