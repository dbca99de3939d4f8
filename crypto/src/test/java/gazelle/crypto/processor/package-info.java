@NullMarked
package gazelle.crypto.processor;

import org.jspecify.annotations.NullMarked;
