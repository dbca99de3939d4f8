/** The clinician's program: desktop and command line. It knows no server program, no weights and no ONNX. */
module gazelle.app {
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires gazelle.protocol;
    requires gazelle.viewer;
    requires info.picocli;
    requires java.net.http;
    requires javafx.controls;
    requires org.controlsfx.controls;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports gazelle.app;
    exports gazelle.app.dicomweb;
    exports gazelle.app.record;
    exports gazelle.app.service;
    exports gazelle.app.desktop to
            javafx.graphics;

    opens gazelle.app to
            info.picocli;
    opens gazelle.app.command to
            info.picocli,
            tools.jackson.databind;
    opens gazelle.app.record to
            tools.jackson.databind;
    opens gazelle.app.verify to
            tools.jackson.databind;
}
