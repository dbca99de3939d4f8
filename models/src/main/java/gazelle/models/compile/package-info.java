/**
 * From a trained ONNX network and labelled images to a compiled model folder.
 *
 * <p>May depend on every other package of this module.
 */
@NullMarked
package gazelle.models.compile;

import org.jspecify.annotations.NullMarked;
