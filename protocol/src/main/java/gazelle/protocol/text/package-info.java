/**
 * Text that others wrote and that people are shown.
 *
 * <p>Depends on the JDK alone, so that every package may use it.
 */
@NullMarked
package gazelle.protocol.text;

import org.jspecify.annotations.NullMarked;
