/**
 * One party in a process of its own, told by lines on its standard input what to do next, and the other end of those lines.
 *
 * <p>Imports: {@code gazelle.benchmarks.networks}, {@code gazelle.crypto.vector}, {@code gazelle.protocol.host},
 * {@code gazelle.protocol.meter}, {@code gazelle.protocol.model}, {@code gazelle.protocol.profile},
 * {@code gazelle.protocol.session}, {@code gazelle.protocol.transport}, {@code gazelle.protocol.transport.netty},
 * {@code gazelle.protocol.transport.tls}, {@code gazelle.protocol.wire}, {@code com.sun.management}, {@code io.netty},
 * {@code java.lang.management}, {@code javax.management}, {@code tools.jackson}.
 */
@NullMarked
package gazelle.benchmarks.party;

import org.jspecify.annotations.NullMarked;
