package gazelle.app.desktop.viewmodel;

import gazelle.protocol.model.AveragePool;
import gazelle.protocol.model.Concatenation;
import gazelle.protocol.model.GlobalAveragePool;
import gazelle.protocol.model.Layer;
import gazelle.protocol.model.LinearLayer;
import gazelle.protocol.model.NonLinearLayer;
import gazelle.protocol.model.OutputLayer;
import gazelle.protocol.model.ResidualAdd;
import gazelle.protocol.session.LayerReport;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One layer of the run panel: its protection and its progress. */
public final class LayerRow {
    private final String name;
    private final String kind;
    private final Protection protection;
    private final ReadOnlyObjectWrapper<Progress> progress =
            new ReadOnlyObjectWrapper<>(this, "progress", new Waiting());

    /** The way in which a layer is computed without showing its values. */
    public enum Protection {
        /** On encrypted numbers. */
        ENCRYPTED("computed on encrypted numbers"),
        /** On random shares, with messages of both sides. */
        ACTIVATION("computed on random shares, with the server's help"),
        /** On each side's random share, without a message. */
        SHARED("computed on random shares, nothing is sent");

        private final String description;

        Protection(String description) {
            this.description = description;
        }

        /** For people, as the end of a sentence about the layer. */
        public String description() {
            return description;
        }
    }

    /** The progress of a layer. */
    public sealed interface Progress {}

    /** The layer has not begun. */
    public record Waiting() implements Progress {}

    /**
     * The layer is being computed.
     *
     * @param seconds since it began
     */
    public record Working(double seconds) implements Progress {}

    /**
     * The layer is done.
     *
     * @param report its time and bytes
     */
    public record Finished(LayerReport report) implements Progress {}

    /** The layer will not be computed: the run ended before. */
    public record Abandoned() implements Progress {}

    LayerRow(Layer layer) {
        this.name = layer.name();
        this.kind = layer.kind().replace('-', ' ');
        this.protection = switch (layer) {
            case LinearLayer _ -> Protection.ENCRYPTED;
            case NonLinearLayer _, OutputLayer _ -> Protection.ACTIVATION;
            case AveragePool _, GlobalAveragePool _, ResidualAdd _, Concatenation _ -> Protection.SHARED;
        };
    }

    /** The layer's name. */
    public String name() {
        return name;
    }

    /** Returns its kind, for people. */
    public String kind() {
        return kind;
    }

    /** Returns the protection of its values from the server. */
    public Protection protection() {
        return protection;
    }

    /** The progress of the layer. */
    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    void set(Progress value) {
        progress.set(value);
    }
}
