package gazelle.app.command;

import gazelle.app.dicomweb.ArchivePlace;
import gazelle.app.dicomweb.ArchivePlace.Level;
import gazelle.app.dicomweb.DicomWebClient;
import gazelle.app.dicomweb.DicomWebException;
import gazelle.app.dicomweb.FoundEntries;
import gazelle.app.dicomweb.FoundEntry;
import gazelle.app.dicomweb.FoundEntry.Field;
import gazelle.app.dicomweb.StudyFilter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code gazelle find}: lists the studies of an archive, the series of a study or the instances of a series.
 *
 * <p>The exit status is 0, 1 if the archive gave nothing or not all that it has, 2 for a wrong command line.
 */
@Command(name = "find", description = "Find studies, series and instances in an archive of images over DICOMweb.")
public final class FindCommand extends GazelleCommand {
    @Mixin
    private DicomWebOptions dicomWeb = new DicomWebOptions();

    @Option(
            names = "--patient-id",
            paramLabel = "ID",
            description = "Studies of this patient. This and the next ones may hold * and ?.")
    private @Nullable String patientId;

    @Option(
            names = "--patient-name",
            paramLabel = "NAME",
            description = "Studies of patients of this name: FAMILY^GIVEN.")
    private @Nullable String patientName;

    @Option(names = "--date", paramLabel = "DAY", description = "Studies of a day, YYYYMMDD, or of days, DAY-DAY.")
    private @Nullable String date;

    @Option(names = "--accession-number", paramLabel = "NUMBER", description = "The study of this order.")
    private @Nullable String accessionNumber;

    @Option(names = "--modality", paramLabel = "CODE", description = "Studies with series of this kind, such as MR.")
    private @Nullable String modality;

    @Option(names = "--identifiers", description = "Print what identifies the patient too.")
    private boolean identifiers;

    @Option(names = "--json", description = "Print one JSON object per entry, one per line.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "STUDY to list its series, STUDY/SERIES to list its instances (default: the studies).")
    private @Nullable String place;

    @Override
    public Integer call() throws DicomWebException {
        Map<StudyFilter, String> filters = filters();
        ArchivePlace within = place == null ? null : within(place);
        if (within != null && !filters.isEmpty()) {
            throw usage("A search by patient, date, order or modality finds studies: leave PLACE out.");
        }
        FoundEntries found;
        try (DicomWebClient client = dicomWeb.open(this)) {
            found = within == null ? client.studies(filters) : client.contents(within);
        }
        found.entries().forEach(this::print);
        out().flush();
        if (found.more()) {
            complain("find", found.shortfall());
            return CommandLine.ExitCode.SOFTWARE;
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(FoundEntry entry) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            if (identifiers || !field.identifies()) {
                entry.value(field)
                        .ifPresent(value ->
                                shown.put(field.name().toLowerCase(Locale.ROOT).replace('_', '-'), value));
            }
        }
        if (json) {
            out().println(new JsonMapper()
                    .writeValueAsString(new Line(entry.place().toString(), shown)));
        } else {
            out().println(entry.place());
            shown.forEach((name, value) -> out().println("  " + name + ": " + value));
        }
    }

    /**
     * The output for an entry.
     *
     * @param place as {@code classify} and {@code find} take it
     * @param values its attributes in the archive
     */
    record Line(String place, Map<String, String> values) {}

    private ArchivePlace within(String text) {
        try {
            ArchivePlace named = ArchivePlace.parse(text);
            if (named.level() == Level.INSTANCE) {
                throw usage("place: an instance, which holds nothing more (expected: STUDY or STUDY/SERIES)");
            }
            return named;
        } catch (IllegalArgumentException malformed) {
            throw usage(malformed.getMessage());
        }
    }

    private Map<StudyFilter, String> filters() {
        Map<StudyFilter, String> filters = new EnumMap<>(StudyFilter.class);
        put(filters, StudyFilter.PATIENT_ID, patientId);
        put(filters, StudyFilter.PATIENT_NAME, patientName);
        put(filters, StudyFilter.STUDY_DATE, date);
        put(filters, StudyFilter.ACCESSION_NUMBER, accessionNumber);
        put(filters, StudyFilter.MODALITY, modality);
        return filters;
    }

    private static void put(Map<StudyFilter, String> filters, StudyFilter filter, @Nullable String value) {
        if (value != null) {
            filters.put(filter, value);
        }
    }
}
