/**
 * Which forms of the protocol a link gets: trading computation for bytes, by what the link is, never by what is sent over it.
 *
 * <p>Depends on {@code gazelle.crypto.circuit}. Sources: ePrint 2022/192 (SoftSpokenOT), ePrint 2021/749 (three halves).
 */
@NullMarked
package gazelle.protocol.profile;

import org.jspecify.annotations.NullMarked;
