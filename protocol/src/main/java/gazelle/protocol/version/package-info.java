/**
 * The version of this build, for every program's {@code --version} and for records of what a program did.
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.protocol.version;

import org.jspecify.annotations.NullMarked;
