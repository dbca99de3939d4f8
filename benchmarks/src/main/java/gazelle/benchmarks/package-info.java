/** JMH benchmarks of the cryptographic kernels; each prints time per operation. */
@NullMarked
package gazelle.benchmarks;

import org.jspecify.annotations.NullMarked;
