/**
 * The check that the runtime computes in constant time on this processor.
 *
 * <p>Imports: {@code com.sun.management}, {@code java.lang.management}.
 */
@NullMarked
package gazelle.crypto.processor;

import org.jspecify.annotations.NullMarked;
