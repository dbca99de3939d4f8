package gazelle.app.verify;

import gazelle.app.service.PreparedSlice;
import gazelle.protocol.model.QuantisedTensor;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.UnreadableImageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image of a self-test, ready to be classified.
 *
 * @param answer its name and its class
 * @param quantised the input of the inference
 */
public record KnownImage(KnownAnswer answer, QuantisedTensor quantised) {
    /** 64 MiB, as all are kept until they are sent: what is sent and when must not hang on a file that went missing meanwhile. */
    private static final long MAX_VALUES = 1L << 24;

    /**
     * Reads and prepares every image of a list.
     *
     * @param folder of the images, with its subfolders
     * @param answers in the order in which they are to be sent
     * @param offer the model
     * @throws UnusableTestException if one of them is missing, cannot be read or is not what the model takes
     * @throws SessionException {@code INCOMPATIBLE} if the card asks for a preparation that this version doesn't know
     */
    public static List<KnownImage> readAll(Path folder, List<KnownAnswer> answers, ModelOffer offer)
            throws UnusableTestException, SessionException {
        long values = (long) answers.size() * offer.network().input().shape().elements();
        if (values > MAX_VALUES) {
            throw new UnusableTestException("The list names too many images for one test: " + answers.size()
                    + " (expected: at most "
                    + MAX_VALUES / offer.network().input().shape().elements()
                    + " for this model). Split the list.");
        }
        ImageFolder files = new ImageFolder(folder);
        List<KnownImage> images = new ArrayList<>();
        for (KnownAnswer answer : answers) {
            try {
                PreparedSlice prepared = PreparedSlice.of(SliceReader.read(files.find(answer.file())), offer);
                images.add(new KnownImage(answer, prepared.quantised()));
            } catch (UnreadableImageException | UnsuitableImageException unusable) {
                throw new UnusableTestException(answer.file() + ": " + unusable.getMessage());
            }
        }
        return List.copyOf(images);
    }
}
