package gazelle.protocol.meter;

/** The kinds of work that an inference costs a party, its waiting among them. */
public enum Work {
    /** Encrypting, multiplying and decrypting: everything on lattices. */
    HOMOMORPHIC,
    /** Extending oblivious transfers and choosing with them. */
    OT,
    /** The server's work on activations: garbling. */
    GARBLE,
    /** The client's work on activations: evaluating garbled circuits. */
    EVALUATE,
    /** Waiting for the other side: its work and the network's time. */
    WAIT
}
