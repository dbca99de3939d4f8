package gazelle.protocol.meter;

/** The kinds of work that an inference costs a party, its waiting among them. */
public enum Work {
    /** Encrypting, multiplying and decrypting: everything on lattices. */
    HOMOMORPHIC,
    /** Extending oblivious transfers and choosing with them. */
    OT,
    /** Garbling, by the server. */
    GARBLE,
    /** Evaluating garbled circuits, by the client. */
    EVALUATE,
    /** Waiting for the other side: its work and the network's time. */
    WAIT
}
