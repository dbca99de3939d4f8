package gazelle.viewer.display;

import gazelle.viewer.input.GrayImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A window that people choose by name.
 *
 * @param name what it is called
 * @param window the window
 */
public record DisplayPreset(String name, WindowLevel window) {
    private static final double NARROWER = 0.5;
    private static final double WIDER = 2;

    public DisplayPreset {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(window, "window");
    }

    /**
     * The presets of a slice: the first window, the 0.1 to 99.9 percentile, the full range, half and twice the first
     * window, so that the keys 1 to 5 mean the same for every slice; then further windows of the file.
     *
     * @param image the slice
     * @param fileWindows the windows that its file suggests; may be empty
     * @param explanations what the file calls them (PS3.3 C.11.2.1.2, (0028,1055)); ignored if not one each
     */
    public static List<DisplayPreset> of(GrayImage image, List<WindowLevel> fileWindows, List<String> explanations) {
        WindowLevel percentiles = WindowLevel.ofPercentiles(image);
        WindowLevel first = fileWindows.isEmpty() ? percentiles : fileWindows.getFirst();
        List<DisplayPreset> presets = new ArrayList<>();
        presets.add(new DisplayPreset(
                fileWindows.isEmpty() ? "First view" : name(0, fileWindows.size(), explanations), first));
        presets.add(new DisplayPreset("0.1 to 99.9 percent", percentiles));
        presets.add(new DisplayPreset("Full range", WindowLevel.ofFullRange(image)));
        presets.add(new DisplayPreset("Narrower", scaled(first, NARROWER)));
        presets.add(new DisplayPreset("Wider", scaled(first, WIDER)));
        for (int i = 1; i < fileWindows.size(); i++) {
            presets.add(new DisplayPreset(name(i, fileWindows.size(), explanations), fileWindows.get(i)));
        }
        return List.copyOf(presets);
    }

    private static WindowLevel scaled(WindowLevel window, double factor) {
        return window.adjusted(0, (factor - 1) * window.width(), Math.min(1, window.width()));
    }

    private static String name(int index, int count, List<String> explanations) {
        String given = explanations.size() == count ? explanations.get(index).strip() : "";
        String fallback = count == 1 ? "File's window" : "File's window " + (index + 1);
        return given.isEmpty() ? fallback : "File: " + given;
    }
}
