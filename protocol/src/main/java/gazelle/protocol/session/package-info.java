/**
 * One session between two parties: handshake, set-up, and inferences one after another (docs/protocol/README.md sections 1 and 5).
 *
 * <p>The client is {@link gazelle.protocol.session.GazelleClient}; the server's side of a session is
 * {@link gazelle.protocol.session.ServerSession}. Randomness and time are injected.
 *
 * <p>Imports: {@code gazelle.crypto.garbling}, {@code gazelle.crypto.linear}, {@code gazelle.crypto.ot},
 * {@code gazelle.crypto.rlwe}, {@code gazelle.crypto.share}, {@code gazelle.protocol.cost}, {@code gazelle.protocol.meter},
 * {@code gazelle.protocol.model}, {@code gazelle.protocol.profile}, {@code gazelle.protocol.step},
 * {@code gazelle.protocol.transport}, {@code gazelle.protocol.wire}, {@code org.slf4j}.
 */
@NullMarked
package gazelle.protocol.session;

import org.jspecify.annotations.NullMarked;
