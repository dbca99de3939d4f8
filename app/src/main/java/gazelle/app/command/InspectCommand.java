package gazelle.app.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import gazelle.app.record.GeometryLists;
import gazelle.viewer.codec.Samples;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.format.StoredPng;
import gazelle.viewer.series.SliceReader;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.SliceInfo;
import gazelle.viewer.slice.SliceStack;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code gazelle inspect}: tells what a file holds, without sending anything anywhere.
 *
 * <p>The exit status is 0, 1 if the file holds no slice that is understood or the pixels cannot be written, 2 for a wrong
 * command line.
 */
@Command(
        name = "inspect",
        description = "Tell what an image file holds: format, encoding, sizes, key tags. Nothing is sent.")
public final class InspectCommand extends GazelleCommand {
    @Option(names = "--json", description = "Print one JSON object for each slice, one per line.")
    private boolean json;

    @Option(
            names = "--frame",
            paramLabel = "N|middle|all",
            converter = FrameChoice.Converter.class,
            defaultValue = "middle",
            description =
                    "Which slices of a file that holds several, in order of position, from 1 (default: middle; the first "
                            + "of frames without positions).")
    private FrameChoice frame = FrameChoice.middle();

    @Option(
            names = "--pixels",
            paramLabel = "OUT.png",
            description = "Write the stored values as a 16-bit PNG; negative ones as two's complement.")
    private @Nullable Path pixels;

    @Option(names = "--identifiers", description = "Print the tags that identify the patient too.")
    private boolean identifiers;

    @Parameters(arity = "1", paramLabel = "FILE", description = "The file to inspect.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try {
            SliceStack stack = SliceReader.open(file);
            if (pixels != null && frame.isAll() && stack.size() > 1) {
                throw usage("--pixels: the file holds " + stack.size() + " slices (expected: one; give --frame N)");
            }
            if (frame.number() > stack.size()) {
                throw usage("--frame: " + frame.number() + " (expected: 1 to " + stack.size() + ")");
            }
            List<Integer> chosen = frame.of(stack.size(), stack.preferred());
            if (pixels != null) {
                Samples stored = stack.stored(chosen.getFirst());
                if (stored.bits() > StoredPng.MAX_BITS) {
                    return fail(
                            file,
                            "its pixels have " + stored.bits() + " bits, more than the " + StoredPng.MAX_BITS
                                    + " of a PNG. They were not written. Inspect it without --pixels.");
                }
            }
            for (int index : chosen) {
                inspect(stack, index);
            }
            out().flush();
            return CommandLine.ExitCode.OK;
        } catch (UnreadableImageException unreadable) {
            return fail(file, unreadable.getMessage() + " [" + unreadable.code() + "]");
        } catch (IOException unwritable) {
            return fail(pixels, "the pixels could not be written. Check the folder and the disk.");
        }
    }

    private void inspect(SliceStack stack, int index) throws UnreadableImageException, IOException {
        SliceFile slice = stack.slice(index);
        if (pixels != null) {
            Samples stored = stack.stored(index);
            Files.write(
                    pixels,
                    StoredPng.of(stored, slice.info().width(), slice.info().height()));
        }
        Report report = Report.of(file, slice, identifiers);
        if (json) {
            out().println(new JsonMapper().writeValueAsString(report));
        } else {
            print(report, out());
        }
    }

    /**
     * The output of the command.
     *
     * @param file the file as it was named
     * @param format the file's format
     * @param encoding its encoding, for DICOM the transfer syntax
     * @param width columns
     * @param height rows
     * @param bits significant bits of a stored sample
     * @param frames slices in the file
     * @param frame the number of this one among them, from 1
     * @param colour true for a colour picture, which no model for slices can classify
     * @param lossy true if its compression is known to have lost something
     * @param min the smallest value after the rescale
     * @param max the largest value after the rescale
     * @param windows suggested windows as centre and width
     * @param geometry the slice's place in the patient, in mm to the left, back and head; left out if the file doesn't say
     * @param tags entries by the names of the input checks
     * @param notes sentences for people
     */
    record Report(
            String file,
            String format,
            String encoding,
            int width,
            int height,
            int bits,
            int frames,
            int frame,
            boolean colour,
            boolean lossy,
            float min,
            float max,
            List<List<Double>> windows,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            GeometryLists geometry,

            Map<String, String> tags,
            List<String> notes) {

        static Report of(Path file, SliceFile slice, boolean withIdentifiers) {
            SliceInfo info = slice.info();
            Map<String, String> tags = new LinkedHashMap<>();
            info.tags().forEach(tag -> tags.put(tag.key().fieldName(), tag.value()));
            if (withIdentifiers) {
                info.identifiers().tags().forEach(tag -> tags.put(tag.key().fieldName(), tag.value()));
            }
            return new Report(
                    file.toString(),
                    info.format().displayName(),
                    info.encoding(),
                    info.width(),
                    info.height(),
                    info.bits(),
                    info.frames(),
                    info.frame() + 1,
                    slice.colour() != null,
                    info.lossy(),
                    slice.image().min(),
                    slice.image().max(),
                    info.windows().stream().map(Report::window).toList(),
                    info.geometry() == null ? null : GeometryLists.of(info.geometry()),
                    tags,
                    info.notes());
        }

        private static List<Double> window(WindowLevel window) {
            return List.of(window.centre(), window.width());
        }
    }

    private static void print(Report report, PrintWriter out) {
        out.println(report.file);
        out.println("  " + report.format + ", " + report.encoding + (report.lossy ? ", lossy" : ""));
        out.println("  " + report.width + " x " + report.height + " pixels, " + report.bits + " bits"
                + (report.colour ? ", colour" : ""));
        out.println(
                "  slice " + report.frame + " of " + report.frames + ", values " + report.min + " to " + report.max);
        report.windows.forEach(window -> out.println("  window: centre " + window.get(0) + ", width " + window.get(1)));
        if (report.geometry != null) {
            out.println("  position " + report.geometry.position() + " mm (left, back, head), spacing "
                    + report.geometry.rowSpacing() + " x " + report.geometry.columnSpacing() + " mm");
        }
        report.tags.forEach((name, value) -> out.println("  " + name + ": " + value));
        report.notes.forEach(note -> out.println("  Note: " + note));
    }

    private int fail(@Nullable Path about, String message) {
        complain(String.valueOf(about), message);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
