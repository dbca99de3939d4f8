package gazelle.protocol.transport.netty;

import gazelle.protocol.wire.Frame;
import gazelle.protocol.wire.FrameHeader;
import gazelle.protocol.wire.SessionException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts the byte stream into frames; an unknown type or an excessive length ends the stream before anything is allocated. */
final class FrameDecoder extends ByteToMessageDecoder {
    private volatile int largestPayloadBytes;
    private boolean broken;

    /**
     * @param largestPayloadBytes longest payload that this side accepts, of whatever type
     */
    FrameDecoder(int largestPayloadBytes) {
        this.largestPayloadBytes = largestPayloadBytes;
    }

    /** Changes the longest payload, from any thread, for frames whose header has not been read. */
    void allow(int payloadBytes) {
        largestPayloadBytes = payloadBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws SessionException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < Frame.HEADER_BYTES) {
            return;
        }
        int start = in.readerIndex();
        FrameHeader header;
        try {
            header = FrameHeader.of(in.getUnsignedByte(start), in.getUnsignedInt(start + 1), largestPayloadBytes);
        } catch (SessionException malformed) {
            broken = true;
            throw malformed;
        }
        if (in.readableBytes() < Frame.HEADER_BYTES + header.payloadBytes()) {
            return;
        }
        in.skipBytes(Frame.HEADER_BYTES);
        byte[] payload = new byte[header.payloadBytes()];
        in.readBytes(payload);
        out.add(new Frame(header.type(), payload));
    }
}
