/**
 * One session between two parties: handshake, set-up, and inferences one after another (docs/protocol/README.md sections 1 and 5).
 *
 * <p>The client is {@link gazelle.protocol.session.GazelleClient}; the server's side of a session is
 * {@link gazelle.protocol.session.ServerSession}. Randomness and time are injected. Depends on {@code gazelle.protocol.step},
 * {@code .model}, {@code .transport} and {@code .wire}.
 */
@NullMarked
package gazelle.protocol.session;

import org.jspecify.annotations.NullMarked;
