package gazelle.protocol.session;

/** The kinds of work in which a party's time of one inference is told. */
public enum Phase {
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
