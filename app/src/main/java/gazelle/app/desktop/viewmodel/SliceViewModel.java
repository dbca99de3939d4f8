package gazelle.app.desktop.viewmodel;

import gazelle.app.service.PreparedSlice;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.viewer.display.BurnedInText;
import gazelle.viewer.input.UnsuitableImageException;
import gazelle.viewer.series.SeriesIndex;
import gazelle.viewer.series.SeriesReader;
import gazelle.viewer.series.SliceHeader;
import gazelle.viewer.series.SliceSeries;
import gazelle.viewer.slice.SliceFile;
import gazelle.viewer.slice.UnreadableImageException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The open series with the slice that is shown, what the model will see of it, and what went wrong with the last file.
 *
 * <p>Slices are decoded in the background, the newest wish first, then their neighbours in advance. What is shown and what
 * is told of it change together, so that no slice ever bears another one's number.
 */
public final class SliceViewModel {
    /** The number of neighbours that are decoded in advance on the side that one scrolls to; one on the other side. */
    private static final int AHEAD = 3;

    private final Executor opening;
    private final Executor reading;
    private final Executor preparing;
    private final Executor headers;
    private final Executor ui;
    private final DialogService dialogs;
    private final ReadOnlyObjectWrapper<@Nullable OpenSlice> slice = new ReadOnlyObjectWrapper<>(this, "slice", null);
    private final ReadOnlyIntegerWrapper wanted = new ReadOnlyIntegerWrapper(this, "wanted", 0);
    private final ReadOnlyStringWrapper leftOut = new ReadOnlyStringWrapper(this, "leftOut", "");
    private final ReadOnlyObjectWrapper<@Nullable PreparedSlice> prepared =
            new ReadOnlyObjectWrapper<>(this, "prepared", null);
    private final ReadOnlyStringWrapper unsuitable = new ReadOnlyStringWrapper(this, "unsuitable", "");
    private final ReadOnlyStringWrapper burnedIn = new ReadOnlyStringWrapper(this, "burnedIn", "");
    private final ReadOnlyObjectWrapper<@Nullable SliceHeader> header =
            new ReadOnlyObjectWrapper<>(this, "header", null);
    private final ReadOnlyObjectWrapper<@Nullable SliceProblem> problem =
            new ReadOnlyObjectWrapper<>(this, "problem", null);
    private boolean headerWanted;
    private @Nullable ModelOffer offer;

    /** The last wish, for the thread that decodes in advance. */
    private volatile int lastWish;

    /**
     * A file or slice that cannot be used.
     *
     * @param fileName of the file
     * @param message the event, its consequence and the next action, for people
     */
    public record SliceProblem(String fileName, String message) {}

    /**
     * @param background reads files
     * @param ui changes properties
     * @param dialogs let people choose what to open
     */
    public SliceViewModel(Executor background, Executor ui, DialogService dialogs) {
        this.opening = new LatestOnly(background);
        this.reading = new LatestOnly(background);
        this.preparing = new LatestOnly(background);
        this.headers = new LatestOnly(background);
        this.ui = ui;
        this.dialogs = dialogs;
    }

    /** Lets people choose a file and opens it. */
    public void openFile() {
        dialogs.chooseFile().ifPresent(this::open);
    }

    /** Lets people choose a folder and opens it. */
    public void openFolder() {
        dialogs.chooseFolder().ifPresent(this::open);
    }

    /** Opens a file or folder that was chosen or dropped, if this computer can name it. */
    public void open(File chosen) {
        Path path;
        try {
            path = chosen.toPath();
        } catch (InvalidPathException otherCharacters) {
            problem.set(new SliceProblem(
                    chosen.getName(),
                    "This name holds characters that the locale of this session does not have. Nothing was opened. "
                            + "Start the program in a UTF-8 locale, or open the folder around it."));
            return;
        }
        open(path);
    }

    /**
     * Opens a file, a folder or a ZIP archive and shows the largest series in it; if nothing in it can be read, the slice
     * shown before stays.
     */
    public void open(Path path) {
        opening.execute(() -> {
            Path name = path.getFileName();
            String fileName = name == null ? path.toString() : name.toString();
            try {
                SeriesIndex found = SeriesReader.open(path);
                if (found.series().isEmpty()) {
                    ui.execute(() -> problem.set(new SliceProblem(fileName, nothingIn(found))));
                    return;
                }
                // Of several of one size, the first by title: max takes the last.
                SliceSeries largest = found.series().reversed().stream()
                        .max(Comparator.comparingInt(SliceSeries::size))
                        .orElseThrow();
                OpenSlice opened = decoded(found.series(), largest, largest.preferred());
                ui.execute(() -> {
                    show(opened);
                    leftOut.set(leftOut(found));
                });
            } catch (UnreadableImageException unreadable) {
                ui.execute(() -> problem.set(new SliceProblem(fileName, String.valueOf(unreadable.getMessage()))));
            }
        });
    }

    private static OpenSlice decoded(List<SliceSeries> together, SliceSeries series, int index)
            throws UnreadableImageException {
        return new OpenSlice(together, series, index, series.slice(index));
    }

    private static String nothingIn(SeriesIndex found) {
        return found.refusals().isEmpty()
                ? "There is no file in it. Nothing was opened. Choose another folder."
                : "None of its " + found.refusals().size() + " files holds a slice. Nothing was opened. The first, "
                        + found.refusals().getFirst().name() + ": "
                        + found.refusals().getFirst().reason().getMessage();
    }

    private static String leftOut(SeriesIndex found) {
        int count = found.refusals().size();
        String files = switch (count) {
            case 0 -> "";
            case 1 ->
                "Left out, because it holds no slice that can be read: "
                        + found.refusals().getFirst().name();
            default -> count + " files were left out, because they hold no slice that can be read.";
        };
        return Stream.concat(found.notes().stream(), Stream.of(files))
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** Shows a slice that was opened before. */
    public void show(OpenSlice opened) {
        problem.set(null);
        OpenSlice before = slice.get();
        boolean another = !opened.equals(before);
        if (before == null || !before.together().equals(opened.together())) {
            leftOut.set("");
        }
        slice.set(opened);
        lastWish = opened.index();
        wanted.set(opened.index());
        if (another) {
            follow();
        }
    }

    /** Shows another of the series that were opened together. */
    public void choose(SliceSeries series) {
        OpenSlice now = slice.get();
        if (now != null && now.series() != series) {
            wish(now.together(), series, series.preferred(), 1);
        }
    }

    /** Shows another slice of the series; the nearest if there is none so far. */
    public void select(int index) {
        OpenSlice now = slice.get();
        if (now != null) {
            int nearest = Math.clamp(index, 0, now.series().size() - 1);
            if (nearest != wanted.get()) {
                wish(now.together(), now.series(), nearest, nearest > wanted.get() ? 1 : -1);
            }
        }
    }

    /** Shows the slice so many further on, or back. */
    public void step(int slices) {
        select(wanted.get() + slices);
    }

    private void wish(List<SliceSeries> together, SliceSeries series, int index, int direction) {
        lastWish = index;
        wanted.set(index);
        reading.execute(() -> {
            try {
                OpenSlice opened = decoded(together, series, index);
                ui.execute(() -> showIfStillOpen(opened));
            } catch (UnreadableImageException unreadable) {
                ui.execute(() -> refuse(series.fileName(index), unreadable));
                return;
            }
            readAhead(series, index, direction);
        });
    }

    /** A slice that arrives late is shown on the way, but takes no wish back; one of a series left meanwhile is not. */
    private void showIfStillOpen(OpenSlice opened) {
        OpenSlice now = slice.get();
        if (now != null && now.together().contains(opened.series())) {
            problem.set(null);
            slice.set(opened);
            follow();
        }
    }

    private void refuse(String fileName, UnreadableImageException unreadable) {
        problem.set(new SliceProblem(fileName, String.valueOf(unreadable.getMessage())));
        OpenSlice shown = slice.get();
        if (shown != null) {
            lastWish = shown.index();
            wanted.set(shown.index());
        }
    }

    private void readAhead(SliceSeries series, int index, int direction) {
        for (int step = 1; step <= AHEAD + 1; step++) {
            int next = step <= AHEAD ? index + step * direction : index - direction;
            if (lastWish != index) {
                return;
            }
            if (next >= 0 && next < series.size()) {
                try {
                    series.slice(next);
                } catch (UnreadableImageException toldToWhoeverAsksForIt) {
                    return;
                }
            }
        }
    }

    private void follow() {
        header.set(null);
        readHeader();
        prepare();
    }

    /** Prepares the slice for this model from now on. */
    public void setOffer(@Nullable ModelOffer model) {
        offer = model;
        prepare();
    }

    /** Reads the header of each slice that is shown, or none. */
    public void setHeaderWanted(boolean needed) {
        headerWanted = needed;
        if (needed && header.get() == null) {
            readHeader();
        }
    }

    private void readHeader() {
        OpenSlice opened = slice.get();
        if (opened == null || !headerWanted) {
            return;
        }
        headers.execute(() -> {
            SliceHeader read;
            try {
                read = opened.series().header(opened.index());
            } catch (UnreadableImageException gone) {
                read = new SliceHeader(List.of(), false);
            }
            SliceHeader result = read;
            ui.execute(() -> {
                if (opened.equals(slice.get())) {
                    header.set(result);
                }
            });
        });
    }

    /** Dismisses the last problem. */
    public void dismissProblem() {
        problem.set(null);
    }

    private void prepare() {
        prepared.set(null);
        unsuitable.set("");
        burnedIn.set("");
        OpenSlice opened = slice.get();
        ModelOffer model = offer;
        if (opened == null) {
            return;
        }
        preparing.execute(() -> {
            String text = writingIn(opened.content());
            showOf(opened, model, () -> burnedIn.set(text));
            if (model == null) {
                return;
            }
            try {
                PreparedSlice result = PreparedSlice.of(opened.content(), model);
                showOf(opened, model, () -> prepared.set(result));
            } catch (UnsuitableImageException colourOrEmpty) {
                showOf(opened, model, () -> unsuitable.set(String.valueOf(colourOrEmpty.getMessage())));
            } catch (SessionException unknown) {
                showOf(
                        opened,
                        model,
                        () -> problem.set(new SliceProblem(opened.fileName(), String.valueOf(unknown.getMessage()))));
            }
        });
    }

    /** Changes something, unless slice or model changed in the meantime. */
    private void showOf(OpenSlice opened, @Nullable ModelOffer model, Runnable change) {
        ui.execute(() -> {
            boolean sameModel = model == null ? offer == null : model.equals(offer);
            if (opened.equals(slice.get()) && sameModel) {
                change.run();
            }
        });
    }

    private static String writingIn(SliceFile slice) {
        String advice = " It can name the patient: look before you show or pass on the picture. "
                + "Classifying sends no picture.";
        if (slice.info().saysTextIsBurnedIn()) {
            return "The file says that there is writing in its picture." + advice;
        }
        return BurnedInText.isSuspectedIn(slice.image()) ? "There seems to be writing in this picture." + advice : "";
    }

    /** The slice that is shown, or null. */
    public ReadOnlyObjectProperty<@Nullable OpenSlice> sliceProperty() {
        return slice.getReadOnlyProperty();
    }

    /** The index of the slice that was asked for last, from 0; the one that is shown follows. */
    public ReadOnlyIntegerProperty wantedProperty() {
        return wanted.getReadOnlyProperty();
    }

    /** A sentence about files that were not opened with the others, or nothing. */
    public ReadOnlyStringProperty leftOutProperty() {
        return leftOut.getReadOnlyProperty();
    }

    /** The slice as the model will see it; null while there is none. */
    public ReadOnlyObjectProperty<@Nullable PreparedSlice> preparedProperty() {
        return prepared.getReadOnlyProperty();
    }

    /** The reason why the slice cannot be classified, or nothing. */
    public ReadOnlyStringProperty unsuitableProperty() {
        return unsuitable.getReadOnlyProperty();
    }

    /** A warning of writing in the picture, or nothing. */
    public ReadOnlyStringProperty burnedInProperty() {
        return burnedIn.getReadOnlyProperty();
    }

    /** The header of the slice that is shown; null while it is not wanted or not read. */
    public ReadOnlyObjectProperty<@Nullable SliceHeader> headerProperty() {
        return header.getReadOnlyProperty();
    }

    /** The problem with the last file, or null. */
    public ReadOnlyObjectProperty<@Nullable SliceProblem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
