/** Lattice encryption, oblivious transfer and garbled circuits: mathematics only. */
module gazelle.crypto {
    requires static jdk.incubator.vector;
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;
    requires org.bouncycastle.provider;

    exports gazelle.crypto.circuit;
    exports gazelle.crypto.garbling;
    exports gazelle.crypto.linear;
    exports gazelle.crypto.ot;
    exports gazelle.crypto.packing;
    exports gazelle.crypto.processor;
    exports gazelle.crypto.random;
    exports gazelle.crypto.ring;
    exports gazelle.crypto.rlwe;
    exports gazelle.crypto.share;
}
