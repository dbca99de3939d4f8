/**
 * The forms of the protocol by kind of link: they trade computation for bytes, by what the link is, never by what is sent over it.
 *
 * <p>Source of the trees: ePrint 2022/192 (SoftSpokenOT).
 *
 * <p>Imports: nothing.
 */
@NullMarked
package gazelle.protocol.profile;

import org.jspecify.annotations.NullMarked;
