/** The model owner's tool: reads ONNX, quantises, compiles and evaluates; the only code that does. */
module gazelle.models {
    requires static ai.djl.api;
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires gazelle.crypto;
    requires gazelle.protocol;
    requires gazelle.viewer;
    requires info.picocli;
    requires java.desktop;

    exports gazelle.models;
    exports gazelle.models.compile;
    exports gazelle.models.data;
    exports gazelle.models.evaluate;
    exports gazelle.models.network;
    exports gazelle.models.onnx;
    exports gazelle.models.quantise;
    exports gazelle.models.simplify;
    exports gazelle.models.train;

    opens gazelle.models to
            info.picocli;
    opens gazelle.models.compile to
            info.picocli,
            tools.jackson.databind;
    opens gazelle.models.evaluate to
            info.picocli,
            tools.jackson.databind;
    opens gazelle.models.quantise to
            tools.jackson.databind;
    opens gazelle.models.train to
            info.picocli;
}
