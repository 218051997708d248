package dev.rapport.chat.auth;

/**
 * The form of a compact JWS, checked before anything parses it (RFC 7515 section 3.1, RFC 4648 section 3.5).
 *
 * <p>The JOSE library decodes leniently: spaces, padding and loose tail bits give one token many spellings, which would
 * slip past anything keyed by the token's text. Here each token has exactly one.
 */
final class CompactJws {
    /** Longest token of ours looked at. They have about 700 characters; a longer one is somebody else's or an attack. */
    static final int LENGTH_MAX = 4_096;

    private static final int SEGMENTS = 3;
    private static final int PAYLOAD = 2;

    private CompactJws() {}

    /** The same, for a token of ours. */
    static boolean isCanonical(String token) {
        return isCanonical(token, LENGTH_MAX);
    }

    /**
     * Whether the text is three canonical base64url segments, joined by dots. Only the one in the middle may be empty: that is a
     * JWS without a payload, which holds no claims.
     */
    static boolean isCanonical(String token, int lengthMax) {
        if (token.length() > lengthMax) {
            return false;
        }
        int segments = 0;
        int start = 0;
        for (int i = 0; i <= token.length(); i++) {
            if (i == token.length() || token.charAt(i) == '.') {
                segments++;
                if (segments > SEGMENTS || !isCanonicalSegment(token, start, i, segments == PAYLOAD)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return segments == SEGMENTS;
    }

    private static boolean isCanonicalSegment(String token, int start, int end, boolean mayBeEmpty) {
        int length = end - start;
        if (length == 0) {
            return mayBeEmpty;
        }
        for (int i = start; i < end; i++) {
            if (sextet(token.charAt(i)) < 0) {
                return false;
            }
        }
        int last = sextet(token.charAt(end - 1));
        return switch (length % 4) {
            case 0 -> true;
            case 2 -> (last & 0b1111) == 0; // the bits after the last whole byte must be zero
            case 3 -> (last & 0b11) == 0;
            default -> false; // one character is no byte
        };
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '-' ? 62 : c == '_' ? 63 : -1;
    }
}
