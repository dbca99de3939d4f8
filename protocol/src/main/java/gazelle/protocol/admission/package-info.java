/**
 * Limits on strangers: a pace for each address, a bounded memory of addresses, and a bounded log.
 *
 * <p>Depends on {@code gazelle.protocol.transport} for addresses alone. Nothing here sees a key, a share or a message.
 */
@NullMarked
package gazelle.protocol.admission;

import org.jspecify.annotations.NullMarked;
