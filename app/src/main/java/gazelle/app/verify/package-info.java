/**
 * The self-test of a server: images whose classes are known, how often its answers agree with them, and what that says about the
 * accuracy that the model's owner published.
 *
 * <p>Imports: {@code gazelle.app.service}, {@code gazelle.protocol.model}, {@code gazelle.protocol.wire},
 * {@code gazelle.viewer.input}, {@code gazelle.viewer.series}, {@code gazelle.viewer.slice}.
 */
@NullMarked
package gazelle.app.verify;

import org.jspecify.annotations.NullMarked;
