package gazelle.viewer.format;

import java.util.Locale;

/** Units of length as headers of text spell them. */
final class LengthUnit {
    private LengthUnit() {}

    /** Returns the millimetres of a unit, in quotes or without; 1 if it is unknown or none. */
    static double inMillimetres(String name) {
        return switch (name.replace("\"", "").strip().toLowerCase(Locale.ROOT)) {
            case "m", "meter", "meters", "metre", "metres" -> 1000;
            case "cm", "centimeter", "centimeters" -> 10;
            case "um", "\u00b5m", "\u03bcm", "micron", "microns", "micrometer", "micrometers" -> 0.001;
            case "nm", "nanometer", "nanometers" -> 1e-6;
            default -> 1;
        };
    }
}
