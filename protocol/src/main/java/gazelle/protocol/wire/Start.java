package gazelle.protocol.wire;

/**
 * The client's request for one inference.
 *
 * @param model name of a model the server offered
 */
public record Start(String model) {}
