/** Image formats, model input and display: no cryptography, no sockets. */
module gazelle.viewer {
    requires static org.jspecify;
    requires java.desktop;
    requires transitive javafx.controls;

    exports gazelle.viewer.codec;
    exports gazelle.viewer.dicom;
    exports gazelle.viewer.display;
    exports gazelle.viewer.fx;
    exports gazelle.viewer.input;
    exports gazelle.viewer.format;
    exports gazelle.viewer.series;
    exports gazelle.viewer.slice;
    exports gazelle.viewer.tag;
}
