/**
 * Post-training quantisation: from floating-point layers to the integers of docs/protocol/README.md section 2, with ring widths that no
 * input can overflow.
 *
 * <p>Cross-layer equalisation and bias correction follow Nagel et al., "Data-Free Quantization Through Weight Equalization and
 * Bias Correction" (ICCV 2019); scales and shifts are searched for the least traffic at a bounded error. Deterministic: the
 * same network, images and options give the same integers.
 *
 * <p>Imports: {@code gazelle.models.network},
 * {@code gazelle.models.simplify}, {@code gazelle.protocol.model}, {@code gazelle.protocol.profile},
 * {@code gazelle.protocol.step}.
 */
@NullMarked
package gazelle.models.quantise;

import org.jspecify.annotations.NullMarked;
