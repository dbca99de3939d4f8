package gazelle.app;

import gazelle.protocol.transport.ForwardingLink;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import gazelle.protocol.wire.WireJson;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server's link on which the greeting offers other models than the server has; sessions over it can be opened, but not set up. */
final class OtherOffers extends ForwardingLink {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<ModelOffer> offered;

    /**
     * @param link of the server
     * @param offered the models that the client is told of
     */
    OtherOffers(Link link, List<ModelOffer> offered) {
        super(link);
        this.offered = List.copyOf(offered);
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        if (frame.type() != FrameType.WELCOME) {
            super.send(frame, timeout);
            return;
        }
        ObjectNode welcome = (ObjectNode) MAPPER.readTree(frame.payload());
        ArrayNode models = welcome.putArray("models");
        offered.forEach(offer -> models.add(MAPPER.readTree(WireJson.write(offer))));
        super.send(new Frame(FrameType.WELCOME, MAPPER.writeValueAsBytes(welcome)), timeout);
    }
}
