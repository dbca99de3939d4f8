/** Ring arithmetic. */
@NullMarked
package gazelle.crypto.ring;

import org.jspecify.annotations.NullMarked;
