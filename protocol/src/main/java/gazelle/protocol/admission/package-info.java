/**
 * What a server lets strangers do: how often an address may ask, how much one session may hold, and how much of it all is logged.
 *
 * <p>Depends on {@code gazelle.protocol.transport} for addresses alone. Nothing here sees a key, a share or a message.
 */
@NullMarked
package gazelle.protocol.admission;

import org.jspecify.annotations.NullMarked;
