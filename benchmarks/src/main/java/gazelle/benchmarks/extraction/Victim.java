package gazelle.benchmarks.extraction;

import gazelle.protocol.step.InferencePlan;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.SessionException;
import java.security.SecureRandom;

/** A server as the attacker uses it: inferences are counted, and sessions opened anew as often as its budget asks for. */
public final class Victim implements AutoCloseable {
    private final Connector connector;
    private final SecureRandom random;
    private final int inferencesPerSession;
    private ModifiedClient client;
    private int ofSession;
    private long inferences;
    private int sessions;

    /** Connects to the server. */
    @FunctionalInterface
    public interface Connector {
        /** Returns a new connection. */
        Link connect() throws SessionException;
    }

    /**
     * Opens the first session.
     *
     * @param inferencesPerSession how many inferences to run before connecting again, at least 1
     */
    public Victim(Connector connector, SecureRandom random, int inferencesPerSession) throws SessionException {
        if (inferencesPerSession < 1) {
            throw new IllegalArgumentException(
                    "inferencesPerSession: " + inferencesPerSession + " (expected: at least 1)");
        }
        this.connector = connector;
        this.random = random;
        this.inferencesPerSession = inferencesPerSession;
        this.client = open();
    }

    private ModifiedClient open() throws SessionException {
        sessions++;
        ofSession = 0;
        return new ModifiedClient(connector.connect(), random);
    }

    /** Returns the steps of an inference, the same in every session. */
    public InferencePlan plan() {
        return client.plan();
    }

    /** Runs one inference; where the server wants new keys, in a new session. */
    public long[] infer(Deviation deviation) throws SessionException {
        if (ofSession == inferencesPerSession) {
            reopen();
        }
        long[] revealed;
        try {
            revealed = client.infer(deviation);
        } catch (SessionException ended) {
            if (ended.code() != SessionException.Code.SESSION_ENDED) {
                throw ended;
            }
            reopen();
            revealed = client.infer(deviation);
        }
        ofSession++;
        inferences++;
        return revealed;
    }

    private void reopen() throws SessionException {
        client.close();
        client = open();
    }

    /** Inferences that were answered so far. */
    public long inferences() {
        return inferences;
    }

    /** Sessions opened so far. */
    public int sessions() {
        return sessions;
    }

    @Override
    public void close() {
        client.close();
    }
}
