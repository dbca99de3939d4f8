package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;

/**
 * The time and bytes of one phase in all layers of an inference.
 *
 * @param phase the phase
 * @param seconds the client's time
 * @param bytesUp size of the frames sent by the client for it
 * @param bytesDown size of the frames sent by the server for it
 */
public record PhaseReport(Phase phase, double seconds, long bytesUp, long bytesDown) {}
