package gazelle.app.dicomweb;

import java.util.List;
import java.util.Objects;

/**
 * A study, series or instance of an archive, by the unique identifiers on the way to it.
 *
 * @param uids one to three: of the study, of the series, of the instance
 */
public record ArchivePlace(List<String> uids) {
    private static final String UID = "(?=.{1,64}$)[0-9]+(\\.[0-9]+)*";

    public ArchivePlace {
        uids = List.copyOf(uids);
        if (uids.isEmpty() || uids.size() > 3 || !uids.stream().allMatch(uid -> uid.matches(UID))) {
            throw new IllegalArgumentException(
                    "place: (expected: STUDY, STUDY/SERIES or STUDY/SERIES/INSTANCE, each a DICOM UID of digits and dots)");
        }
    }

    /** Reads {@code STUDY}, {@code STUDY/SERIES} or {@code STUDY/SERIES/INSTANCE}. */
    public static ArchivePlace parse(String text) {
        return new ArchivePlace(List.of(text.strip().split("/", -1)));
    }

    /** Returns its level: study, series or instance. */
    public Level level() {
        return switch (uids.size()) {
            case 1 -> Level.STUDY;
            case 2 -> Level.SERIES;
            default -> Level.INSTANCE;
        };
    }

    /** Returns the place of a part of it. */
    ArchivePlace within(String uid) {
        return switch (level()) {
            case STUDY -> new ArchivePlace(List.of(uids.get(0), uid));
            case SERIES -> new ArchivePlace(List.of(uids.get(0), uids.get(1), uid));
            case INSTANCE -> throw new IllegalArgumentException("place: an instance (expected: a study or a series)");
        };
    }

    /** Its path below the service's address (PS3.18 table 8.2-1). */
    String path() {
        StringBuilder path = new StringBuilder();
        Level level = Level.STUDY;
        for (String uid : uids) {
            path.append('/').append(level.resource).append('/').append(uid);
            level = level.below();
        }
        return path.toString();
    }

    @Override
    public String toString() {
        return String.join("/", uids);
    }

    /** The levels of DICOM's information model. */
    public enum Level {
        STUDY("studies"),
        SERIES("series"),
        INSTANCE("instances");

        private final String resource;

        Level(String resource) {
            this.resource = Objects.requireNonNull(resource, "resource");
        }

        /** Returns the level below; for an instance its own. */
        Level below() {
            return switch (this) {
                case STUDY -> SERIES;
                case SERIES, INSTANCE -> INSTANCE;
            };
        }

        /** Returns the word for this level in the service's addresses. */
        String resource() {
            return resource;
        }
    }
}
