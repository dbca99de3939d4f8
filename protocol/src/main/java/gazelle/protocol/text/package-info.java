/**
 * Text that others wrote and that people are shown. Every package may use it.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.protocol.text;

import org.jspecify.annotations.NullMarked;
