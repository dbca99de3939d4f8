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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
                "A file; a folder or ZIP archive, of which every slice is taken in order of position; with --dicomweb "
                        + "STUDY/SERIES or STUDY/SERIES/INSTANCE, by their UIDs."
            })
    private List<String> images = List.of();

    @Option(
            names = "--frame",
            paramLabel = "N|middle|all",
            converter = FrameChoice.Converter.class,
            description =
                    "The slices that are taken of each series or file that holds several, in order of position, from 1 "
                            + "(default: all, but the middle one of a NIfTI file).")
    private @Nullable FrameChoice frame;

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
                remote(client, ArchivePlace.parse(image), taker);
            }
        }
    }

    private void local(String image, GazelleCommand command, Taker taker) throws SessionException {
        try {
            Path path = Path.of(image);
            if (!SeriesReader.isCollection(path)) {
                OpenFile.of(path).forEach(image, frame, taker);
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

    private void all(SliceSeries series, String collection, Taker taker) throws SessionException {
        FrameChoice choice = frame == null ? FrameChoice.all() : frame;
        List<Integer> taken;
        try {
            taken = choice.of(series.size(), series.size() / 2);
        } catch (UnreadableImageException missing) {
            taker.take(LeftOut.within(collection, series.fileName(0)), () -> {
                throw missing;
            });
            return;
        }
        for (int index : taken) {
            String name = LeftOut.within(collection, series.name(index));
            taker.take(name, () -> {
                SliceFile slice = series.slice(index);
                return new ReadSlice(slice, new Sha256(series.fileDigest(index).orElseThrow()));
            });
        }
        series.release();
    }

    private void remote(DicomWebClient client, ArchivePlace place, Taker taker) throws SessionException {
        try {
            if (place.level() == Level.INSTANCE) {
                OpenFile.of(client.retrieve(place)).forEach(place.toString(), frame, taker);
                return;
            }
            FoundEntries found = client.contents(place);
            if (found.more()) {
                // Those that were found are still taken; the outcome says that some were not.
                taker.take(place.toString(), () -> {
                    throw DicomWebException.incomplete(found.shortfall());
                });
            }
            ofSeries(client, found.entries(), taker);
        } catch (UnreadableImageException unreadable) {
            taker.take(place.toString(), () -> {
                throw unreadable;
            });
        } catch (DicomWebException failed) {
            taker.take(place.toString(), () -> {
                throw failed;
            });
        }
    }

    /** Takes the slices of instances, which are retrieved one at a time. */
    private void ofSeries(DicomWebClient client, List<FoundEntry> entries, Taker taker)
            throws SessionException, DicomWebException, UnreadableImageException {
        if (entries.isEmpty()) {
            return;
        }
        if (frame != null && !frame.isAll()) {
            oneOfSeries(client, entries, frame, taker);
            return;
        }
        for (FoundEntry entry : entries) {
            String name = entry.place().toString();
            try {
                OpenFile.of(client.retrieve(entry.place())).forEach(name, FrameChoice.all(), taker);
            } catch (UnreadableImageException unreadable) {
                taker.take(name, () -> {
                    throw unreadable;
                });
            } catch (DicomWebException failed) {
                taker.take(name, () -> {
                    throw failed;
                });
            }
        }
    }

    /** Slices are counted through the instances, of which only the archive's files tell how many each holds. */
    private static void oneOfSeries(DicomWebClient client, List<FoundEntry> entries, FrameChoice choice, Taker taker)
            throws SessionException, DicomWebException, UnreadableImageException {
        if (choice.isMiddle()) {
            ArchivePlace middle = entries.get(entries.size() / 2).place();
            OpenFile.of(client.retrieve(middle)).forEach(middle.toString(), choice, taker);
            return;
        }
        int before = 0;
        for (FoundEntry entry : entries) {
            OpenFile file = OpenFile.of(client.retrieve(entry.place()));
            int size = file.stack().size();
            if (choice.number() <= before + size) {
                file.forEach(entry.place().toString(), new FrameChoice(choice.number() - before), taker);
                return;
            }
            before += size;
        }
        throw choice.beyond(before);
    }
}
