/**
 * The check that the runtime computes in constant time on this processor.
 *
 * <p>Depends on no other package.
 */
@NullMarked
package gazelle.crypto.processor;

import org.jspecify.annotations.NullMarked;
