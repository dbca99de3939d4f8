package gazelle.benchmarks.kernels;

import org.openjdk.jmh.annotations.Fork;

/** {@link LatticeBenchmark} in a Java without the vector module. */
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class ScalarLatticeBenchmark extends LatticeBenchmark {
    /** JMH makes the state. */
    public ScalarLatticeBenchmark() {}
}
