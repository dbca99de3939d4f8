/**
 * The time of an inference: the phases that a client passes through, and the kinds of work of either party.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.protocol.meter;

import org.jspecify.annotations.NullMarked;
