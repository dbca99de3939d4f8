package gazelle.protocol.wire;

/**
 * The client's request for one inference.
 *
 * @param model name of a model that the server offered
 */
public record Start(String model) {}
