package gazelle.protocol.session;

import gazelle.protocol.meter.Phase;

/**
 * What one phase took in all layers of an inference.
 *
 * @param phase which
 * @param seconds of the client's time
 * @param bytesUp frames sent by the client for it
 * @param bytesDown frames sent by the server for it
 */
public record PhaseReport(Phase phase, double seconds, long bytesUp, long bytesDown) {}
