package gazelle.crypto.ot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian 64-bit words within byte arrays. */
final class Words {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static long get(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void put(byte[] array, int at, long value) {
        LONGS.set(array, at, value);
    }
}
