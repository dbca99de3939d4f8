/** Both parties of private inference: model, reference, layers, session, wire format, transport, host. */
module gazelle.protocol {
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports gazelle.protocol.model;
    exports gazelle.protocol.reference;

    opens gazelle.protocol.model to
            tools.jackson.databind;
}
