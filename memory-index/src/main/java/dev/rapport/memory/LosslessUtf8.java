package dev.rapport.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * UTF-8 that keeps every text as it is: also half a surrogate pair, which a client may send as {@code "\\ud800"} in JSON and
 * which {@link String#getBytes} would make a question mark. Such a half takes the three bytes that its number has in the
 * general scheme (known as WTF-8, S. Sapin, 2014); all other texts are plain UTF-8.
 */
public final class LosslessUtf8 {
    /** First byte of every character from U+D000 to U+DFFF. */
    private static final int LEAD = 0xED;

    /** The second byte of halves is this or above; of Korean letters, the others with that lead, below. */
    private static final int HALF_SECOND_MIN = 0xA0;

    private static final int HALF_SIZE = 3;

    private LosslessUtf8() {}

    /** The bytes. */
    public static byte[] encode(String text) {
        return text.codePoints().anyMatch(LosslessUtf8::isHalf) ? encodeHalves(text) : text.getBytes(UTF_8);
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static byte[] encodeHalves(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * HALF_SIZE);
        text.codePoints().forEach(codePoint -> {
            if (isHalf(codePoint)) {
                bytes.write(LEAD);
                bytes.write(0x80 | ((codePoint >> 6) & 0x3F));
                bytes.write(0x80 | (codePoint & 0x3F));
            } else {
                bytes.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** The text. Bytes that {@link #encode} never writes become U+FFFD, as ever. */
    public static String decode(byte[] bytes) {
        int plainFrom = 0;
        StringBuilder text = null;
        for (int at = 0; at + HALF_SIZE <= bytes.length; at++) {
            int second = bytes[at + 1] & 0xFF;
            if ((bytes[at] & 0xFF) == LEAD
                    && second >= HALF_SECOND_MIN
                    && second <= 0xBF
                    && isContinuation(bytes[at + 2])) {
                text = text == null ? new StringBuilder(bytes.length) : text;
                text.append(new String(bytes, plainFrom, at - plainFrom, UTF_8));
                text.append((char) (0xD000 | ((second & 0x3F) << 6) | (bytes[at + 2] & 0x3F)));
                plainFrom = at + HALF_SIZE;
                at += HALF_SIZE - 1;
            }
        }
        String rest = new String(bytes, plainFrom, bytes.length - plainFrom, UTF_8);
        return text == null ? rest : text.append(rest).toString();
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
