package gazelle.viewer.series;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order in which people number names: runs of digits by their value, letters without regard to case, a folder's files before
 * those of the next folder. Names that differ in leading zeros or case alone have an order, too.
 */
final class NaturalOrder implements Comparator<String> {
    private static final Pattern RUN = Pattern.compile("[0-9]+|[^0-9]");

    @Override
    public int compare(String first, String second) {
        Matcher left = RUN.matcher(first);
        Matcher right = RUN.matcher(second);
        boolean leftHas = left.find();
        boolean rightHas = right.find();
        while (leftHas && rightHas) {
            int order = compareRuns(left.group(), right.group());
            if (order != 0) {
                return order;
            }
            leftHas = left.find();
            rightHas = right.find();
        }
        return leftHas == rightHas ? first.compareTo(second) : Boolean.compare(leftHas, rightHas);
    }

    private static int compareRuns(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            String leftDigits = left.replaceFirst("^0+", "");
            String rightDigits = right.replaceFirst("^0+", "");
            int byLength = Integer.compare(leftDigits.length(), rightDigits.length());
            return byLength != 0 ? byLength : leftDigits.compareTo(rightDigits);
        }
        int byRank = Integer.compare(rank(left), rank(right));
        return byRank != 0 ? byRank : left.compareToIgnoreCase(right);
    }

    private static boolean isNumber(String run) {
        return run.charAt(0) >= '0' && run.charAt(0) <= '9';
    }

    /** The end of a folder's name comes before anything that goes on in another's: {@code a/z} before {@code a 2/b}. */
    private static int rank(String run) {
        return switch (run.charAt(0)) {
            case '/', '\\' -> 0;
            default -> 1;
        };
    }
}
