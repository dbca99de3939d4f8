/**
 * Rewrites a floating-point graph into one that the private protocol can compute, with the same result: constants folded into
 * linear layers, neighbours merged, and only layers left that alternate as {@code NetworkSpec} demands.
 *
 * <p>What cannot be rewritten is refused with the layer's name and the reason.
 *
 * <p>Imports: {@code gazelle.models.network}, {@code gazelle.protocol.model}.
 */
@NullMarked
package gazelle.models.simplify;

import org.jspecify.annotations.NullMarked;
