/**
 * Limits on strangers: a pace for each address, a bounded memory of addresses, and a bounded log.
 *
 * <p>Nothing here sees a key, a share or a message.
 *
 * <p>Imports: {@code gazelle.protocol.transport}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.protocol.admission;

import org.jspecify.annotations.NullMarked;
