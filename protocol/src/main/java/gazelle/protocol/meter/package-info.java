/**
 * Where an inference's time goes: the phases that a client passes through, and the kinds of work of either party.
 *
 * <p>Depends on nothing.
 */
@NullMarked
package gazelle.protocol.meter;

import org.jspecify.annotations.NullMarked;
