/** Both parties of private inference: model, reference, layers, session, wire format, transport, host. */
module gazelle.protocol {
    requires static org.jspecify;
    requires transitive gazelle.crypto;
    requires com.fasterxml.jackson.annotation;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires org.slf4j;

    exports gazelle.protocol.admission;
    exports gazelle.protocol.cost;
    exports gazelle.protocol.host;
    exports gazelle.protocol.meter;
    exports gazelle.protocol.model;
    exports gazelle.protocol.profile;
    exports gazelle.protocol.reference;
    exports gazelle.protocol.session;
    exports gazelle.protocol.step;
    exports gazelle.protocol.transport.netty;
    exports gazelle.protocol.transport.tls;
    exports gazelle.protocol.transport;
    exports gazelle.protocol.version;
    exports gazelle.protocol.wire;

    opens gazelle.protocol.model to
            tools.jackson.databind;
    opens gazelle.protocol.wire to
            tools.jackson.databind;
}
