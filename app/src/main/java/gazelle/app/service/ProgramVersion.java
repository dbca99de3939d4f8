package gazelle.app.service;

/** The version of this program. */
public final class ProgramVersion {
    /** As it stands in records and in what {@code --version} prints. */
    public static final String CURRENT = "0.1.0";

    private ProgramVersion() {}
}
