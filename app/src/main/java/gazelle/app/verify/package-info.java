/**
 * The self-test of a server: images whose classes are known, how often its answers agree with them, and what that says about the
 * accuracy that the model's owner published.
 *
 * <p>May depend on {@code gazelle.app.service}, {@code gazelle.protocol} and {@code gazelle.viewer} except its controls.
 */
@NullMarked
package gazelle.app.verify;

import org.jspecify.annotations.NullMarked;
