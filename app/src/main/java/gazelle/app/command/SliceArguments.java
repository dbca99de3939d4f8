package gazelle.app.command;

import gazelle.app.dicomweb.ArchivePlace;
import gazelle.app.dicomweb.ArchivePlace.Level;
import gazelle.app.dicomweb.DicomWebClient;
import gazelle.app.dicomweb.DicomWebException;
import gazelle.app.dicomweb.FoundEntries;
import gazelle.app.dicomweb.FoundEntry;
import gazelle.app.record.Sha256;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.series.SeriesIndex;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceSeries;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import gazelle.viewer.slice.UnreadableImageException.Code;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * The slices that a command line names: files; every slice of folders and ZIP archives; or places in an archive of images.
 *
 * <p>Slices are read one at a time, when their turn comes.
 */
final class SliceArguments {
    @Mixin
    private DicomWebOptions dicomWeb = new DicomWebOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = {
                "A slice; a folder or ZIP archive, of which every slice is taken in order of position; with --dicomweb "
                        + "STUDY/SERIES or STUDY/SERIES/INSTANCE, by their UIDs."
            })
    private List<String> images = List.of();

    /** Takes slices in their order. */
    interface Taker {
        /**
         * Takes the next slice.
         *
         * @param name the slice's name for people
         * @param reading gives the slice, or the reason why there is none
         */
        void take(String name, Reading reading) throws SessionException;
    }

    /** Reads a slice. */
    interface Reading {
        ReadSlice read() throws UnreadableImageException, DicomWebException;
    }

    /** Refuses a wrong command line before anything is done. */
    void check(GazelleCommand command) {
        dicomWeb.requireConsistent(command);
        try {
            for (String image : images) {
                if (dicomWeb.areGiven() && ArchivePlace.parse(image).level() == Level.STUDY) {
                    throw command.usage(image + ": a whole study (expected: STUDY/SERIES or STUDY/SERIES/INSTANCE)");
                }
            }
        } catch (IllegalArgumentException malformed) {
            throw command.usage(malformed.getMessage());
        }
    }

    /** Hands every slice to the taker. */
    void forEach(GazelleCommand command, Taker taker) throws SessionException {
        if (!dicomWeb.areGiven()) {
            for (String image : images) {
                local(image, command, taker);
            }
            return;
        }
        try (DicomWebClient client = dicomWeb.open(command)) {
            for (String image : images) {
                remote(client, ArchivePlace.parse(image), command, taker);
            }
        }
    }

    private static void local(String image, GazelleCommand command, Taker taker) throws SessionException {
        try {
            Path path = Path.of(image);
            if (!SeriesReader.isCollection(path)) {
                taker.take(image, () -> ReadSlice.of(path));
                return;
            }
            SeriesIndex index = SeriesReader.open(path);
            index.notes().forEach(note -> command.complain(image, note));
            String place = SeriesReader.isFolderOrArchive(path)
                    ? image
                    : String.valueOf(path.toAbsolutePath().getParent());
            LeftOut leftOut = new LeftOut(command);
            for (SeriesIndex.Refusal refusal : index.refusals()) {
                String name = LeftOut.within(place, refusal.name());
                if (refusal.isOfAnotherKind()) {
                    leftOut.tell(name, refusal.reason());
                } else {
                    taker.take(name, () -> {
                        throw refusal.reason();
                    });
                }
            }
            leftOut.finish();
            if (index.series().isEmpty()) {
                taker.take(image, () -> {
                    throw new UnreadableImageException(
                            Code.NO_PIXELS, "No slice was found in it, so nothing was classified. Choose another.");
                });
            }
            for (SliceSeries series : index.series()) {
                all(series, place, taker);
            }
        } catch (UnreadableImageException unreadable) {
            taker.take(image, () -> {
                throw unreadable;
            });
        } catch (InvalidPathException malformed) {
            throw command.usage(
                    image + ": no path of a file, or one with characters that this terminal's locale does not have");
        }
    }

    private static void all(SliceSeries series, String collection, Taker taker) throws SessionException {
        boolean oneFile = series.size() > 1 && series.fileName(0).equals(series.fileName(1));
        for (int i = 0; i < series.size(); i++) {
            int index = i;
            String name = LeftOut.within(collection, series.fileName(i)) + (oneFile ? "#" + (i + 1) : "");
            taker.take(name, () -> {
                SliceFile slice = series.slice(index);
                return new ReadSlice(slice, new Sha256(series.fileDigest(index).orElseThrow()));
            });
        }
        series.release();
    }

    private static void remote(DicomWebClient client, ArchivePlace place, GazelleCommand command, Taker taker)
            throws SessionException {
        if (place.level() == Level.INSTANCE) {
            taker.take(place.toString(), () -> ReadSlice.of(client.retrieve(place)));
            return;
        }
        try {
            FoundEntries found = client.contents(place);
            if (found.more()) {
                command.complain(place, "The archive has more instances than are read; the first ones are taken.");
            }
            for (FoundEntry entry : found.entries()) {
                taker.take(entry.place().toString(), () -> ReadSlice.of(client.retrieve(entry.place())));
            }
        } catch (DicomWebException failed) {
            taker.take(place.toString(), () -> {
                throw failed;
            });
        }
    }
}
