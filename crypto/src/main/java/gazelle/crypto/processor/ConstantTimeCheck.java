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
 * compiler that would use them.
 */
public final class ConstantTimeCheck {
    private static final String AES = "UseAES";
    private static final String FMA = "UseFMA";
    private static final String COMPILER = "UseCompiler";

    private final Function<String, Optional<String>> options;

    /**
     * A check of some runtime.
     *
     * @param options the value of a HotSpot option, or empty if the runtime has none of that name
     */
    ConstantTimeCheck(Function<String, Optional<String>> options) {
        this.options = options;
    }

    /** A check of the runtime that this runs on. */
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

    /** What is missing, as the beginning of a message for people: one sentence; empty when nothing is. */
    public Optional<String> shortcoming() {
        List<String> unused = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        ask(AES, "AES", unused, unknown);
        ask(FMA, "FMA", unused, unknown);
        if (options.apply(COMPILER).filter("false"::equals).isPresent()) {
            return Optional.of(
                    "Java's compiler is switched off (-Xint), and with it the processor's AES instructions.");
        }
        if (!unused.isEmpty()) {
            return Optional.of("Java does not use " + String.join(" and ", unused)
                    + " instructions here: this processor has none, or they were switched off.");
        }
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("This Java runtime does not tell whether it uses " + String.join(" and ", unknown)
                        + " instructions; one that is built on HotSpot, as most are, does.");
    }

    private void ask(String option, String instructions, List<String> unused, List<String> unknown) {
        Optional<String> value = options.apply(option);
        if (value.isEmpty()) {
            unknown.add(instructions);
        } else if (!value.get().equals("true")) {
            unused.add(instructions);
        }
    }
}
