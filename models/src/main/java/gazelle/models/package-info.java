/** The command line of the model owner's tool; may depend on every package of this module. */
@NullMarked
package gazelle.models;

import org.jspecify.annotations.NullMarked;
