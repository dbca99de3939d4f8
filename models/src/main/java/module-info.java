/** The model owner's tool: reads ONNX, quantises, compiles and evaluates; the only code that does. */
module gazelle.models {
    requires static org.jspecify;
    requires gazelle.protocol;

    exports gazelle.models.network;
    exports gazelle.models.onnx;
    exports gazelle.models.quantise;
}
