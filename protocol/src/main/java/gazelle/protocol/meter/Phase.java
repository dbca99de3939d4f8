package gazelle.protocol.meter;

/** A phase of an inference on the client. */
public enum Phase {
    /** Linear layers: encrypts its share and sends it. */
    ENCRYPT,
    /** Linear layers: waits while the server multiplies and its answer travels. */
    SERVER,
    /** Linear layers: decrypts the answer. */
    DECRYPT,
    /** Other layers: waits for the server's messages. */
    TRANSFER,
    /** Other layers: computes with its own share. */
    EVALUATE
}
