/**
 * A network: its public shape ({@link gazelle.protocol.model.NetworkSpec}), its secret weights
 * ({@link gazelle.protocol.model.NetworkWeights}, server only) and the card that people read
 * ({@link gazelle.protocol.model.ModelCard}).
 *
 * <p>Specifications and cards come from an untrusted server, so every constructor bounds what it accepts before anything is
 * allocated from it. Knows neither cryptography nor sockets.
 *
 * <p>Imports: {@code gazelle.protocol.text}, {@code com.fasterxml.jackson.annotation}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.protocol.model;

import org.jspecify.annotations.NullMarked;
