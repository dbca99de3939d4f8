/**
 * The two-party steps of each layer kind, as operations on a client's and a server's share; no input or output.
 *
 * <p>{@link gazelle.protocol.layer.InferencePlan} turns a public specification into stages that both parties derive alike:
 * packings, circuits, chunk sizes, and thereby every message's size. The steps don't know which schedule drives them. Depends on
 * {@code gazelle.crypto} and {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.protocol.layer;

import org.jspecify.annotations.NullMarked;
