package gazelle.app;

import gazelle.protocol.model.ModelJson;
import gazelle.protocol.profile.LinkProfile;
import gazelle.protocol.transport.AddressBlock;
import gazelle.protocol.transport.Link;
import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameType;
import gazelle.protocol.wire.ModelOffer;
import gazelle.protocol.wire.SessionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A server's link on which the greeting offers other models than the server has. */
final class OtherOffers implements Link {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Link link;
    private final List<ModelOffer> offered;

    /**
     * @param link of the server
     * @param offered the models that the client is told of
     */
    OtherOffers(Link link, List<ModelOffer> offered) {
        this.link = link;
        this.offered = List.copyOf(offered);
    }

    @Override
    public void send(Frame frame, Duration timeout) throws SessionException {
        if (frame.type() != FrameType.WELCOME) {
            link.send(frame, timeout);
            return;
        }
        ObjectNode welcome = (ObjectNode) MAPPER.readTree(frame.payload());
        ArrayNode models = welcome.putArray("models");
        offered.forEach(offer -> models.add(MAPPER.readTree(ModelJson.writeMessage(offer))));
        link.send(new Frame(FrameType.WELCOME, MAPPER.writeValueAsBytes(welcome)), timeout);
    }

    @Override
    public Frame receive(Duration timeout) throws SessionException {
        return link.receive(timeout);
    }

    @Override
    public long progress() {
        return link.progress();
    }

    @Override
    public String peer() {
        return link.peer();
    }

    @Override
    public Optional<AddressBlock> addressBlock() {
        return link.addressBlock();
    }

    @Override
    public Duration age() {
        return link.age();
    }

    @Override
    public void allowFrames(int largestPayloadBytes, long queueBytes) {
        link.allowFrames(largestPayloadBytes, queueBytes);
    }

    @Override
    public LinkProfile profile() {
        return link.profile();
    }

    @Override
    public void close() {
        link.close();
    }
}
