package gazelle.protocol.meter;

/** A phase of an inference on the client. */
public enum Phase {
    /** Linear layers: encrypts its share and sends it. */
    ENCRYPT,
    /** Linear layers: waits while the server multiplies and its answer travels. */
    SERVER,
    /** Linear layers: decrypts the answer. */
    DECRYPT,
    /** Other layers: waits for garbled tables, which the server makes while they travel. */
    TRANSFER,
    /** Other layers: makes its choices, evaluates the tables, or sums its own share. */
    EVALUATE
}
