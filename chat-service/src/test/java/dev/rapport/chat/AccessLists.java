package dev.rapport.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rapport.memory.log.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** Redis in which the service may do what it may do in one that {@code ./rapport up} started, and no more. */
public final class AccessLists {
    private AccessLists() {}

    /**
     * Starts one in the folder. Each user's password is its name.
     *
     * @param role {@code durable} or {@code volatile}
     */
    public static RedisProcess start(Path folder, String role) throws Exception {
        String rules = Files.readString(Path.of("..", "deploy", "redis", role + ".acl"))
                .replace("{{chat_password_hash}}", sha256("chat"))
                .replace("{{operator_password_hash}}", sha256("operator"))
                .replace("user default off resetpass", "user default on nopass"); // who started it pings as nobody
        Path list = Files.writeString(folder.resolve("users.acl"), rules);
        return RedisProcess.start(folder, List.of("--aclfile", list.toString()));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
