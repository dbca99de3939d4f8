package gazelle.viewer.display;

import gazelle.viewer.input.GrayImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for bright writing in a picture, which can name the patient and which no removal of tags takes away.
 *
 * <p>At several brightnesses, connected bright areas of a letter's size whose edges are steep are taken for letters; four
 * of them side by side on one line are taken for writing. It finds common overlays, not all writing: dark, very large,
 * single or handwritten letters escape it.
 */
public final class BurnedInText {
    /** Shares of the picture's range above which pixels count as bright. */
    private static final double[] LEVELS = {0.9, 0.7, 0.5};

    private static final int MIN_HEIGHT = 5;
    private static final int MAX_HEIGHT = 48;
    private static final double MAX_HEIGHT_SHARE = 1.0 / 8;

    /** The widest letter for its height: an M, or two letters that touch. */
    private static final double MAX_WIDTH_PER_HEIGHT = 2.2;

    /** The shares of a letter's box that its strokes fill. */
    private static final double MIN_FILL = 0.2;

    private static final double MAX_FILL = 0.85;

    /** So large a part of a letter's edge drops within two pixels by this share of the picture's range. */
    private static final double STEEP_PART = 0.7;

    private static final double STEEP_DROP = 0.3;
    /** The largest bright share of a picture that is searched: a brighter one is noise or no slice, and has any shape in it. */
    private static final double MAX_BRIGHT_PART = 0.25;

    private static final int LETTERS = 4;
    private static final double MAX_GAP_PER_HEIGHT = 1.0;
    private static final double BASELINE_PER_HEIGHT = 0.2;
    private static final double MIN_HEIGHT_RATIO = 0.6;

    private final int width;
    private final int height;
    private final float[] values;
    private final float min;
    private final double range;

    private BurnedInText(GrayImage image) {
        width = image.width();
        height = image.height();
        values = image.pixels();
        min = image.min();
        range = (double) image.max() - image.min();
    }

    /** The box of a bright area that looks like a letter. */
    private record Letter(int left, int top, int right, int bottom) {
        int height() {
            return bottom - top + 1;
        }

        boolean continues(Letter before) {
            int taller = Math.max(height(), before.height());
            int smaller = Math.min(height(), before.height());
            int gap = left - before.right - 1;
            return gap >= 0
                    && gap <= MAX_GAP_PER_HEIGHT * taller
                    && smaller >= MIN_HEIGHT_RATIO * taller
                    && Math.abs(bottom - before.bottom) <= Math.max(1, BASELINE_PER_HEIGHT * taller);
        }
    }

    /** Returns whether a picture seems to hold writing. */
    public static boolean isSuspectedIn(GrayImage image) {
        BurnedInText search = new BurnedInText(image);
        if (search.range > 0) {
            for (double level : LEVELS) {
                if (holdsLine(search.letters(level))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean holdsLine(List<Letter> found) {
        List<Letter> letters =
                found.stream().sorted(Comparator.comparingInt(Letter::left)).toList();
        int[] length = new int[letters.size()];
        for (int i = 0; i < length.length; i++) {
            length[i] = 1;
            for (int j = 0; j < i; j++) {
                if (length[j] >= length[i] && letters.get(i).continues(letters.get(j))) {
                    length[i] = length[j] + 1;
                }
            }
            if (length[i] >= LETTERS) {
                return true;
            }
        }
        return false;
    }

    private List<Letter> letters(double level) {
        float threshold = (float) (min + level * range);
        boolean[] seen = new boolean[values.length];
        int[] stack = new int[values.length];
        List<Letter> letters = new ArrayList<>();
        int bright = 0;
        for (int start = 0; start < values.length; start++) {
            if (!seen[start] && values[start] >= threshold) {
                int area = fill(start, threshold, seen, stack);
                bright += area;
                Letter box = box(stack, area);
                if (isLetter(box, area) && isSteep(stack, area, threshold)) {
                    letters.add(box);
                }
            }
        }
        return bright <= MAX_BRIGHT_PART * values.length ? letters : List.of();
    }

    /** Collects a connected area into the stack; returns its size. */
    private int fill(int start, float threshold, boolean[] seen, int[] stack) {
        int size = 1;
        stack[0] = start;
        seen[start] = true;
        for (int i = 0; i < size; i++) {
            int x = stack[i] % width;
            int y = stack[i] / width;
            for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                    int next = ny * width + nx;
                    if (!seen[next] && values[next] >= threshold) {
                        seen[next] = true;
                        stack[size++] = next;
                    }
                }
            }
        }
        return size;
    }

    private Letter box(int[] area, int size) {
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int i = 0; i < size; i++) {
            left = Math.min(left, area[i] % width);
            right = Math.max(right, area[i] % width);
            top = Math.min(top, area[i] / width);
            bottom = Math.max(bottom, area[i] / width);
        }
        return new Letter(left, top, right, bottom);
    }

    private boolean isLetter(Letter box, int area) {
        int boxWidth = box.right - box.left + 1;
        double filled = (double) area / (boxWidth * box.height());
        // An I or a 1 is a bar: it fills its box.
        boolean bar = 3 * boxWidth <= box.height();
        return box.height() >= MIN_HEIGHT
                && box.height() <= Math.min(MAX_HEIGHT, MAX_HEIGHT_SHARE * height)
                && boxWidth <= MAX_WIDTH_PER_HEIGHT * box.height()
                && filled >= MIN_FILL
                && (filled <= MAX_FILL || bar);
    }

    private boolean isSteep(int[] area, int size, float threshold) {
        int edges = 0;
        int steep = 0;
        for (int i = 0; i < size; i++) {
            int x = area[i] % width;
            for (int step = -1; step <= 1; step += 2) {
                if (x + step >= 0 && x + step < width && values[area[i] + step] < threshold) {
                    edges++;
                    int outside = x + 2 * step >= 0 && x + 2 * step < width ? area[i] + 2 * step : area[i] + step;
                    float inside = values[area[i]];
                    if (inside - Math.min(values[outside], values[area[i] + step]) >= STEEP_DROP * range) {
                        steep++;
                    }
                }
            }
        }
        return edges > 0 && steep >= STEEP_PART * edges;
    }
}
