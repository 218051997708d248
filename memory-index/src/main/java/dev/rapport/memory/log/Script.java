package dev.rapport.memory.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script that Redis keeps and runs by its digest. Safe for use by many threads at once. */
final class Script {
    private final String source;
    private final String digest;

    private Script(String source) {
        this.source = source;
        this.digest = sha1(source);
    }

    /** Reads a script that lies beside this class, in one file or in several that stand one after another. */
    static Script load(String... fileNames) {
        StringBuilder source = new StringBuilder();
        for (String fileName : fileNames) {
            source.append(read(fileName));
        }
        return new Script(source.toString());
    }

    private static String read(String fileName) {
        try (InputStream in = Script.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new FileNotFoundException(fileName + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it. A Redis that does not know it, since it is new or was restarted, is given it, once. */
    <T> CompletionStage<T> run(
            RedisScriptingAsyncCommands<String, byte[]> redis,
            ScriptOutputType type,
            String[] keys,
            byte[]... arguments) {
        CompletionStage<T> first = redis.evalsha(digest, type, keys, arguments);
        return first.exceptionallyCompose(failure -> isUnknown(failure)
                ? redis.scriptLoad(source).thenCompose(_ -> redis.evalsha(digest, type, keys, arguments))
                : failed(failure));
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }

    private static boolean isUnknown(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RedisNoScriptException;
    }

    @SuppressWarnings("InsecureCryptoUsage") // Redis names scripts so; nothing is protected by it
    private static String sha1(String source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java platform", e);
        }
    }
}
