package gazelle.crypto.processor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the runtime uses the processor's instructions for AES and for fused multiplication and addition (FMA).
 *
 * <p>Without them it falls back to code of its own: AES by tables that secrets index, and {@code Math.fma} by arbitrary-precision
 * arithmetic with branches on the values, hundreds of times slower. Both leak secrets through time. Asked is HotSpot itself, by the
 * options that it sets after it has looked at the processor: they also tell when somebody switched the instructions off, or the
 * compiler that would use them. For AES that is the optimising compiler, C2, alone: the interpreter and the quick compiler, C1, run
 * the tables.
 */
public final class ConstantTimeCheck {
    /** The programs' option that allows a runtime without constant time. */
    public static final String OPTION = "--slow-and-not-constant-time";

    private static final String AES = "UseAES";
    private static final String FMA = "UseFMA";
    private static final String COMPILER = "UseCompiler";
    private static final String TIERED = "TieredCompilation";
    private static final String LAST_TIER = "TieredStopAtLevel";
    private static final String MODE = "CompilationMode";

    /** The tier of C2, the last one. */
    private static final String C2_TIER = "4";

    private final Function<String, Optional<String>> options;

    /**
     * A check of some runtime.
     *
     * @param options the value of a HotSpot option, or empty if the runtime has none of that name
     */
    ConstantTimeCheck(Function<String, Optional<String>> options) {
        this.options = options;
    }

    /** Returns a check of the runtime that this runs on. */
    public static ConstantTimeCheck ofThisRuntime() {
        @Nullable HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return new ConstantTimeCheck(name -> hotSpot == null ? Optional.empty() : value(hotSpot, name));
    }

    private static Optional<String> value(HotSpotDiagnosticMXBean hotSpot, String name) {
        try {
            return Optional.of(hotSpot.getVMOption(name).getValue());
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Returns the message with which a program refuses a runtime without constant time; empty when nothing is missing or the user
     * allowed it.
     *
     * @param exposed the program's secrets at the beginning of a sentence, such as "The image"
     * @param allowed whether the user gave {@link #OPTION}
     */
    public Optional<String> refusal(String exposed, boolean allowed) {
        return allowed
                ? Optional.empty()
                : shortcoming()
                        .map(found -> found.sentence() + " " + exposed
                                + " would show in how long things take, and everything would be slow. " + found.remedy()
                                + "; to try it out all the same, add " + OPTION + ".");
    }

    private Optional<Shortcoming> shortcoming() {
        Optional<String> switchedOff = compilerSwitchedOff();
        if (switchedOff.isPresent()) {
            return Optional.of(new Shortcoming(
                    switchedOff.get() + ", and with it the processor's AES instructions.",
                    "Start the program without that option"));
        }
        List<String> unused = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        ask(AES, "AES", unused, unknown);
        ask(FMA, "FMA", unused, unknown);
        if (!unused.isEmpty()) {
            return Optional.of(new Shortcoming(
                    "Java does not use " + String.join(" and ", unused)
                            + " instructions here: this processor has none, or they were switched off.",
                    "Use a computer that has them, with a usual Java"));
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(new Shortcoming(
                        "This Java runtime does not tell whether it uses " + String.join(" and ", unknown)
                                + " instructions; one that is built on HotSpot, as most are, does.",
                        "Use such a Java"));
    }

    private Optional<String> compilerSwitchedOff() {
        if (is(COMPILER, "false")) {
            return Optional.of("Java's compiler is switched off ("
                    + (is(LAST_TIER, "0") ? "-XX:" + LAST_TIER + "=0" : "-Xint or -XX:-" + COMPILER) + ")");
        }
        Optional<String> lowTier = options.apply(LAST_TIER).filter(tier -> !tier.equals(C2_TIER));
        // Without tiers HotSpot compiles with C2 whatever their limit is.
        if (lowTier.isPresent() && !is(TIERED, "false")) {
            return Optional.of(
                    "Java's optimising compiler is switched off (-XX:" + LAST_TIER + "=" + lowTier.get() + ")");
        }
        return is(MODE, "quick-only")
                ? Optional.of("Java's optimising compiler is switched off (-XX:" + MODE + "=quick-only)")
                : Optional.empty();
    }

    private boolean is(String option, String value) {
        return options.apply(option).filter(value::equals).isPresent();
    }

    private void ask(String option, String instructions, List<String> unused, List<String> unknown) {
        Optional<String> value = options.apply(option);
        if (value.isEmpty()) {
            unknown.add(instructions);
        } else if (!value.get().equals("true")) {
            unused.add(instructions);
        }
    }

    /**
     * A reason why secrets would show.
     *
     * @param sentence the reason, for people
     * @param remedy the way out, as the beginning of a sentence
     */
    private record Shortcoming(String sentence, String remedy) {}
}
