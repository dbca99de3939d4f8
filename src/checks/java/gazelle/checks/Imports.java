package gazelle.checks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The list of imports in a package-info: {@code <p>Imports: {@code gazelle.crypto.ring}, {@code io.netty}.} */
final class Imports {
    private static final Pattern LIST = Pattern.compile("<p>Imports:(.*?)\\.(?:\\s|$)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\\{@code\\s+([\\w.]+)}");

    private Imports() {}

    /** Returns the packages that a package-info lists, in its order, or nothing if it has no such list. */
    static Optional<Set<String>> declaredIn(String source) {
        Matcher list = LIST.matcher(source.replaceAll("(?m)^ \\* ?", ""));
        if (!list.find()) {
            return Optional.empty();
        }
        Set<String> names = NAME.matcher(list.group(1))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean saysNothing = list.group(1).strip().equals("nothing");
        return names.isEmpty() == saysNothing ? Optional.of(names) : Optional.empty();
    }

    /**
     * Returns a sentence for each import that is not declared and each declaration that is not used.
     *
     * <p>A package of this project is listed by its own name; a name from elsewhere stands for its inner packages too.
     *
     * @param source the text of the package-info
     * @param imported the packages that the package's classes use
     */
    static List<String> complaints(String packageName, String source, Set<String> imported) {
        Optional<Set<String>> declared = declaredIn(source);
        if (declared.isEmpty()) {
            String list = imported.isEmpty() ? "nothing" : "{@code " + String.join("}, {@code ", imported) + "}";
            return List.of(
                    packageName + " has no list of imports in its package-info (expected: <p>Imports: " + list + ".)");
        }
        List<String> complaints = new ArrayList<>();
        for (String used : imported) {
            if (declared.get().stream().noneMatch(name -> covers(name, used))) {
                complaints.add(
                        packageName + " imports " + used + ", which its package-info does not list after \"Imports:\"");
            }
        }
        for (String name : declared.get()) {
            if (imported.stream().noneMatch(used -> covers(name, used))) {
                complaints.add(packageName + " lists " + name + " after \"Imports:\" and imports nothing of it");
            }
        }
        return complaints;
    }

    private static boolean covers(String declared, String used) {
        return used.equals(declared) || (!declared.startsWith("gazelle.") && used.startsWith(declared + "."));
    }
}
