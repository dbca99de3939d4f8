/** Lattice encryption, oblivious transfer and garbled circuits: mathematics only. */
module gazelle.crypto {
    requires static org.jspecify;
    requires org.bouncycastle.provider;

    exports gazelle.crypto.share;
}
