package gazelle.app;

import gazelle.app.service.PreparedSlice;
import gazelle.protocol.model.CompiledModel;
import gazelle.protocol.model.ModelFolder;
import gazelle.protocol.reference.ReferenceNetwork;
import gazelle.protocol.wire.ModelOffer;
import gazelle.viewer.series.SliceReader;
import java.nio.file.Path;

/** The committed brain tumour model and what its integer reference answers. */
public final class BundledModel {
    /** The folder that holds all compiled models. */
    public static final Path MODELS = Path.of("..", "models");

    /** The model's own folder, which can be served by itself. */
    public static final Path FOLDER = MODELS.resolve("brain-tumour");

    /** Sample slices of all formats. */
    public static final Path SAMPLES = Path.of("..", "sample-images");

    private BundledModel() {}

    /** The integer network's label of a slice, in the clear. */
    public static int referenceLabel(Path slice) throws Exception {
        return referenceLabel(FOLDER, slice);
    }

    /** Returns the answer of another committed model's integer network, in the clear. */
    static int referenceLabel(Path folder, Path picture) throws Exception {
        CompiledModel model = ModelFolder.read(folder);
        PreparedSlice prepared =
                PreparedSlice.of(SliceReader.read(picture), new ModelOffer(model.card(), model.spec()));
        return new ReferenceNetwork(model.spec(), model.weights()).label(prepared.quantised());
    }
}
