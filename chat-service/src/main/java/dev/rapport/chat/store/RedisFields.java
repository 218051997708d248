package dev.rapport.chat.store;

import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;

/** Reads the field list of a stream entry or hash, whichever protocol version it came by. */
final class RedisFields {
    private RedisFields() {}

    static Map<String, byte[]> bytes(Response fields) {
        Map<String, byte[]> found = new HashMap<>();
        if (fields.isMap()) {
            fields.getKeys().forEach(key -> found.put(key, fields.get(key).toBytes()));
        } else {
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                found.put(fields.get(i).toString(), fields.get(i + 1).toBytes());
            }
        }
        return found;
    }

    static String text(Response fields, String name) {
        return new String(bytes(fields, name), java.nio.charset.StandardCharsets.UTF_8);
    }

    static byte[] bytes(Response fields, String name) {
        byte[] value = bytes(fields).get(name);
        if (value == null) {
            throw new IllegalStateException(name + ": missing in a stream entry (expected: written by this service)");
        }
        return value;
    }
}
