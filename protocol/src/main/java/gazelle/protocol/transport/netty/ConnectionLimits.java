package gazelle.protocol.transport.netty;

import java.time.Duration;

/**
 * Limits on the connections of a server, in all and of one address. Silent is a connection that has not greeted: it is in its handshake,
 * or TLS stands and nothing followed.
 *
 * @param connections open at once in all; when they are taken, the oldest silent one makes room
 * @param ofAddress open at once from one address
 * @param silentOfAddress silent at once from one address
 * @param inARow number that an address may open at once after a pause
 * @param interval between two connections of an address in the long run
 * @param greeting time from the beginning of a connection to its greeting
 */
public record ConnectionLimits(
        int connections, int ofAddress, int silentOfAddress, int inARow, Duration interval, Duration greeting) {
    /** 128 connections, 48 from one address, 16 of them silent; 32 in a row, then 10 a second; 10 s for the greeting. */
    public static final ConnectionLimits USUAL =
            new ConnectionLimits(128, 48, 16, 32, Duration.ofMillis(100), Duration.ofSeconds(10));

    public ConnectionLimits {
        requireAtLeastOne("connections", connections);
        requireAtLeastOne("ofAddress", ofAddress);
        requireAtLeastOne("silentOfAddress", silentOfAddress);
        requireAtLeastOne("inARow", inARow);
        requirePositive("interval", interval);
        requirePositive("greeting", greeting);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: positive)");
        }
    }

    /** Returns these limits with another time for the greeting. */
    public ConnectionLimits withGreeting(Duration value) {
        return new ConnectionLimits(connections, ofAddress, silentOfAddress, inARow, interval, value);
    }
}
