package gazelle.app.desktop.viewmodel;

import gazelle.app.service.ReusableSession;
import gazelle.app.service.SliceModels;

/** A server that is in use, with the models that it can be asked for; equal to itself alone. */
public final class ServerInUse {
    private final ReusableSession session;
    private final SliceModels models;

    /**
     * @param session with the server
     * @param models that it can be asked for
     */
    ServerInUse(ReusableSession session, SliceModels models) {
        this.session = session;
        this.models = models;
    }

    ReusableSession session() {
        return session;
    }

    SliceModels models() {
        return models;
    }

    /** Returns the server's place, for people: {@code host:port} or "inside this program". */
    public String place() {
        return session.source().place();
    }

    /** Returns whether it is on the network. */
    public boolean isRemote() {
        return session.source().key().isPresent();
    }
}
