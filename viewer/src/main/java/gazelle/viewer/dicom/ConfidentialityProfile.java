package gazelle.viewer.dicom;

import gazelle.viewer.tag.DicomDictionary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The actions of the Basic Application Level Confidentiality Profile on each element (PS3.15 table E.1-1), and on those that
 * it does not list.
 *
 * <p>Where the table leaves a choice that depends on the kind of object, the one is taken that keeps any object valid; dates
 * and times are emptied. Beyond the table go: all private elements; overlays and curves as a whole; names, dates
 * and times that it does not list; and text that no dictionary here knows.
 */
final class ConfidentialityProfile {
    private static final Map<Integer, Action> TABLE = load();
    private static final Set<String> DATES = Set.of("DA", "TM", "DT");

    /** Value representations that hold numbers or references to elements, never text. */
    private static final Set<String> NUMBERS =
            Set.of("AT", "FD", "FL", "OD", "OF", "OL", "OV", "SL", "SS", "SV", "UL", "US", "UV", "DS", "IS");

    private ConfidentialityProfile() {}

    /** An action on an element. */
    enum Action {
        /** X: removed. */
        REMOVE,
        /** Z: its value is emptied. */
        EMPTY,
        /** D: its value is replaced by one that means nothing. */
        REPLACE,
        /** U: its unique identifiers are replaced, each always by the same one. */
        NEW_UIDS,
        /** Its value stays; the elements of a sequence are treated each by its own rule. */
        KEEP
    }

    /** Returns the action on an element. */
    static Action of(DicomTag element) {
        int group = element.group();
        if (element.isPrivate() || isOverlayOrCurve(group) || (element.tag() & 0xFFFF) == 0) {
            return Action.REMOVE;
        }
        Action listed = TABLE.get(element.tag());
        boolean date = DATES.contains(element.vr());
        if (listed != null) {
            return date && listed != Action.REMOVE ? Action.EMPTY : listed;
        }
        if (date || element.vr().equals("PN")) {
            return Action.EMPTY;
        }
        boolean known = DicomDictionary.find(element.tag()).isPresent();
        return known || element.vr().equals("SQ") || NUMBERS.contains(element.vr()) ? Action.KEEP : Action.REMOVE;
    }

    private static boolean isOverlayOrCurve(int group) {
        return (group & 0xFF00) == 0x5000 || (group & 0xFF00) == 0x6000;
    }

    private static Action action(String code) {
        return switch (code) {
            case "X" -> Action.REMOVE;
            case "Z", "Z/D", "X/Z" -> Action.EMPTY;
            case "D", "X/D", "X/Z/D" -> Action.REPLACE;
            case "U" -> Action.NEW_UIDS;
            // The identifiers in the items are replaced by their own rule.
            case "X/Z/U*" -> Action.KEEP;
            default -> throw new IllegalStateException("action: " + code + " (expected: one of the table)");
        };
    }

    private static Map<Integer, Action> load() {
        Map<Integer, Action> table = new HashMap<>();
        InputStream resource = Objects.requireNonNull(
                ConfidentialityProfile.class.getResourceAsStream("confidentiality-profile.txt"),
                "confidentiality-profile.txt");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ", -1);
                int group = Integer.parseInt(words[1], 0, 4, 16) << 16;
                for (int i = 2; i < words.length; i++) {
                    table.put(group | Integer.parseInt(words[i], 16), action(words[0]));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(table);
    }
}
