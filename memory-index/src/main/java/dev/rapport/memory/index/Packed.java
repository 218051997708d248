package dev.rapport.memory.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The words of a memory in one array: turn id, number of the model, text, and the name where it is of no usual form. Apart
 * they would be four objects and 120 bytes more.
 *
 * <p>Each string is its length in bytes, shifted by one, with the lowest bit set if two bytes make a character; then the
 * bytes. Every string comes out as it went in, also one that is no valid Unicode.
 */
final class Packed {
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 1 << VARINT_BITS;
    private static final int VARINT_SIZE_MAX = 5;

    private static final int STRINGS_PER_MEMORY = 3;

    /** What is packed. {@code name} is empty if the key says it. */
    record Words(String name, String turnId, int model, String text) {}

    private Packed() {}

    static byte[] pack(Words words) {
        // a character takes two bytes at the most
        int sizeMax = 2 * (words.name.length() + words.turnId.length() + words.text.length());
        ByteBuffer buffer = ByteBuffer.allocate(sizeMax + (STRINGS_PER_MEMORY + 1) * VARINT_SIZE_MAX);
        putVarint(buffer, words.model);
        putString(buffer, words.name);
        putString(buffer, words.turnId);
        putString(buffer, words.text);
        byte[] packed = new byte[buffer.flip().remaining()];
        buffer.get(packed);
        return packed;
    }

    static Words unpack(byte[] packed) {
        ByteBuffer buffer = ByteBuffer.wrap(packed);
        int model = varint(buffer);
        return new Words(string(buffer), string(buffer), model, string(buffer));
    }

    private static void putString(ByteBuffer buffer, String text) {
        boolean wide = isWide(text);
        putVarint(buffer, text.length() << (wide ? 2 : 1) | (wide ? 1 : 0));
        if (wide) {
            for (int i = 0; i < text.length(); i++) {
                buffer.putChar(text.charAt(i)); // a charset would replace halves of surrogate pairs
            }
        } else {
            buffer.put(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean isWide(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }

    private static String string(ByteBuffer buffer) {
        int lengthAndWidth = varint(buffer);
        int size = lengthAndWidth >>> 1;
        if ((lengthAndWidth & 1) == 0) {
            byte[] bytes = new byte[size];
            buffer.get(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        char[] chars = new char[size / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = buffer.getChar();
        }
        return new String(chars);
    }

    private static void putVarint(ByteBuffer buffer, int value) {
        int rest = value;
        while (rest >= VARINT_MORE) {
            buffer.put((byte) (rest | VARINT_MORE));
            rest >>>= VARINT_BITS;
        }
        buffer.put((byte) rest);
    }

    private static int varint(ByteBuffer buffer) {
        int value = 0;
        int shift = 0;
        byte next;
        do {
            next = buffer.get();
            value |= (next & VARINT_MORE - 1) << shift;
            shift += VARINT_BITS;
        } while (next < 0);
        return value;
    }
}
