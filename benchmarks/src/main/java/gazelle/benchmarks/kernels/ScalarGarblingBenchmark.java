package gazelle.benchmarks.kernels;

import org.openjdk.jmh.annotations.Fork;

/** {@link GarblingBenchmark} in a Java without the vector module. */
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class ScalarGarblingBenchmark extends GarblingBenchmark {
    /** JMH makes the state. */
    public ScalarGarblingBenchmark() {}
}
