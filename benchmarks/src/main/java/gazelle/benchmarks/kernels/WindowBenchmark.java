package gazelle.benchmarks.kernels;

import gazelle.viewer.display.SliceRenderer;
import gazelle.viewer.display.WindowLevel;
import gazelle.viewer.display.WindowLevel.Ramp;
import gazelle.viewer.input.GrayImage;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Changing the window of a 1024 x 1024 slice, which a mouse does 60 times a second; time per change. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WindowBenchmark {
    private static final int SIDE = 1024;

    /** JMH makes the state. */
    public WindowBenchmark() {}

    /** A slice and its picture. */
    @State(Scope.Thread)
    public static class Slice {
        /** True if the values are fractions, which go through no look-up table. */
        @Param({"false", "true"})
        public boolean fractions;

        final int[] picture = new int[SIDE * SIDE];
        private SliceRenderer renderer = SliceRenderer.of(new GrayImage(1, 1, new float[1]), null);
        private int changes;

        /** JMH makes the state. */
        public Slice() {}

        /** Fills the slice with twelve-bit noise. */
        @Setup
        public void fill() {
            SplittableRandom random = new SplittableRandom(1);
            float[] values = new float[SIDE * SIDE];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4096) + (fractions ? 0.25f * (i % 3) : 0);
            }
            renderer = SliceRenderer.of(new GrayImage(SIDE, SIDE, values), null);
        }

        WindowLevel next() {
            changes = (changes + 1) % 100;
            return new WindowLevel(2000 + changes, 3000 - changes, Ramp.LINEAR);
        }
    }

    /** Renders the slice in another window. */
    @Benchmark
    public int[] change(Slice slice) {
        slice.renderer.renderInto(slice.picture, slice.next(), false);
        return slice.picture;
    }
}
