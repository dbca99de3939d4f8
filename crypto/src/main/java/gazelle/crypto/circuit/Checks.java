package gazelle.crypto.circuit;

/** Range checks with the house's message form. */
final class Checks {
    private Checks() {}

    static int inRange(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException("%s: %d (expected: %d to %d)".formatted(name, value, low, high));
        }
        return value;
    }
}
