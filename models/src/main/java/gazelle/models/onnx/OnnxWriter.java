package gazelle.models.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes ONNX files node by node: just enough protobuf. */
public final class OnnxWriter {
    private final List<byte[]> graph = new ArrayList<>();

    /** AttributeProto.type, which says which member holds the value. */
    private static final int ATTRIBUTE_TYPE = 20;

    private int opset = 13;

    public OnnxWriter() {}

    /** Says which version of the operators the file uses; 13 unless it says otherwise. */
    public OnnxWriter opset(int version) {
        opset = version;
        return this;
    }

    /** Bytes of one message under construction. */
    public static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Message() {}

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        public Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        public Message fixedFloat(int field, float value) {
            varint(((long) field << 3) | 5);
            out.writeBytes(floats(value));
            return this;
        }

        public Message bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        public Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        public byte[] toBytes() {
            return out.toByteArray();
        }
    }

    static byte[] floats(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    public OnnxWriter value(int field, String name, long... dims) {
        Message shape = new Message();
        for (long dim : dims) {
            shape.bytes(
                    1,
                    dim < 0
                            ? new Message().text(2, "n").toBytes()
                            : new Message().number(1, dim).toBytes());
        }
        Message tensor = new Message().number(1, 1);
        if (dims.length > 0) {
            tensor.bytes(2, shape.toBytes());
        }
        Message type = new Message().bytes(1, tensor.toBytes());
        return part(field, new Message().text(1, name).bytes(2, type.toBytes()));
    }

    public OnnxWriter input(String name, long... dims) {
        return value(11, name, dims);
    }

    public OnnxWriter output(String name) {
        return value(12, name);
    }

    public OnnxWriter raw(String name, float[] values, long... dims) {
        return part(5, tensor(dims).number(2, 1).text(8, name).bytes(9, floats(values)));
    }

    public OnnxWriter typed(String name, float[] values, long... dims) {
        return part(5, tensor(dims).number(2, 1).text(8, name).bytes(4, floats(values)));
    }

    public OnnxWriter integers(String name, long[] values, long... dims) {
        Message message = tensor(dims).number(2, 7).text(8, name);
        for (long value : values) {
            message.number(7, value);
        }
        return part(5, message);
    }

    private static Message tensor(long... dims) {
        Message message = new Message();
        for (long dim : dims) {
            message.number(1, dim);
        }
        return message;
    }

    /** An attribute holding integers, or one integer. */
    public static byte[] attribute(String name, long... values) {
        Message message = new Message().text(1, name);
        if (values.length == 1) {
            return message.number(3, values[0]).number(ATTRIBUTE_TYPE, 2).toBytes();
        }
        for (long value : values) {
            message.number(8, value);
        }
        return message.number(ATTRIBUTE_TYPE, 7).toBytes();
    }

    public static byte[] real(String name, float value) {
        return new Message()
                .text(1, name)
                .fixedFloat(2, value)
                .number(ATTRIBUTE_TYPE, 1)
                .toBytes();
    }

    /** An attribute holding a tensor of one integer. */
    static byte[] tensorOf(String name, long value) {
        return new Message()
                .text(1, name)
                .bytes(5, tensor(1).number(2, 7).number(7, value).toBytes())
                .number(ATTRIBUTE_TYPE, 4)
                .toBytes();
    }

    /** An attribute holding a word. */
    public static byte[] text(String name, String value) {
        return new Message()
                .text(1, name)
                .text(4, value)
                .number(ATTRIBUTE_TYPE, 3)
                .toBytes();
    }

    public OnnxWriter node(String operator, List<String> inputs, String output, byte[]... attributes) {
        return node(operator, inputs, List.of(output), attributes);
    }

    /** A node with several outputs, called after the last. */
    public OnnxWriter node(String operator, List<String> inputs, List<String> outputs, byte[]... attributes) {
        Message message = new Message();
        inputs.forEach(input -> message.text(1, input));
        outputs.forEach(output -> message.text(2, output));
        message.text(3, operator + "_" + outputs.getLast()).text(4, operator);
        for (byte[] attribute : attributes) {
            message.bytes(5, attribute);
        }
        return part(1, message);
    }

    private OnnxWriter part(int field, Message message) {
        graph.add(new Message().bytes(field, message.toBytes()).toBytes());
        return this;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        graph.forEach(all::writeBytes);
        Message operators = new Message().text(1, "").number(2, opset);
        return new Message()
                .number(1, 7)
                .bytes(7, all.toByteArray())
                .bytes(8, operators.toBytes())
                .toBytes();
    }
}
