package dev.rapport.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders what the parts read from the templates of the checkout into the state folder. */
final class Configurations {
    private final Settings settings;
    private final StateFolder folder;
    private final Secrets secrets;
    private final Machine machine;

    Configurations(Settings settings, StateFolder folder, Secrets secrets, Machine machine) {
        this.settings = settings;
        this.folder = folder;
        this.secrets = secrets;
        this.machine = machine;
    }

    /** Writes all of them; those of the last start are replaced. */
    void write(Path root) {
        StateFolder.write(folder.nginxConfiguration(), nginx(template(root, "nginx/rapport.conf.template")));
        for (RedisRole role : RedisRole.values()) {
            StateFolder.write(
                    folder.accessList(role), accessList(template(root, "deploy/redis/" + role.word() + ".acl")));
            StateFolder.write(
                    folder.redisConfiguration(role),
                    redis(template(root, "deploy/redis/" + role.word() + ".conf"), role));
        }
        StateFolder.write(folder.chatProperties(), chatProperties());
    }

    String nginx(Template template) {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        return template.render(Map.of(
                "user_directive", NginxUser.directive(isRoot, Path.of("/etc/passwd"), Path.of("/etc/group")),
                "run", folder.run().toString(),
                "workers", Integer.toString(machine.nginxWorkers()),
                "open_files", Integer.toString(machine.nginxOpenFiles()),
                "connections", Integer.toString(machine.nginxConnections()),
                "listen", settings.listenAddress(),
                "sockets_per_address", Integer.toString(settings.socketsPerAddress()),
                "server_names", String.join(" ", serverNames()),
                "instances", upstreamServers()));
    }

    private String upstreamServers() {
        return IntStream.rangeClosed(1, settings.instances())
                .mapToObj(instance -> "        server 127.0.0.1:" + settings.portOfInstance(instance) + " max_fails=0;")
                .collect(Collectors.joining("\n"));
    }

    /** Host names that are ours; the first is what the instances see as theirs. */
    private Set<String> serverNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add(URI.create(settings.publicUrl()).getHost());
        names.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
        if (settings.isEverywhere()) {
            names.addAll(namesOfThisMachine());
        } else {
            names.add(settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host());
        }
        return names;
    }

    private static List<String> namesOfThisMachine() {
        List<String> names = new ArrayList<>();
        try {
            names.add(InetAddress.getLocalHost().getHostName());
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .map(address -> address.contains(":") ? "[" + address + "]" : address)
                    .forEach(names::add);
        } catch (IOException _) {
            // a machine without a name: its address or RAPPORT_URL has to do
        }
        return names.stream()
                .filter(name -> name.matches("[A-Za-z0-9.:\\[\\]_-]+"))
                .toList();
    }

    String redis(Template template, RedisRole role) {
        return template.render(Map.of(
                "port", Integer.toString(role.port(settings)),
                "acl_file", folder.accessList(role).toString(),
                "dir", folder.redisData(role).toString(),
                "max_memory_mb", Long.toString(role.megabytesMax(machine.megabytes()))));
    }

    /**
     * Who may do what in a Redis; passwords only as hashes. The chat service may run scripts that it loaded before, and send
     * none to be run at once. In the durable one it may rewrite the append-only file, because a deleted memory stays
     * readable in it until then; in the volatile one it may do what its code does and no more.
     *
     * <p>Nobody can be the default user, which is off and has no password; but Redis itself is, while it loads the
     * append-only file. Without rights it refuses there every transaction, which is all that memory is written with, and
     * starts without them (seen with Redis 7.0.15).
     */
    String accessList(Template template) {
        return template.render(Map.of(
                "chat_password_hash", sha256(secrets.redisPassword()),
                "operator_password_hash", sha256(secrets.operatorPassword())));
    }

    /** What each instance reads; {@code gateway.share} is how many loops share what a provider's limits allow. */
    String chatProperties() {
        return """
                # Written by ./rapport up at each start; what it says comes from the RAPPORT_* settings.
                http.host=127.0.0.1
                loops=%d
                redis.durable=redis://chat:%s@127.0.0.1:%d
                redis.volatile=redis://chat:%s@127.0.0.1:%d
                secrets.folder=%s
                public.url=%s
                gateway.share=%d
                """.formatted(
                        settings.loops(),
                        secrets.redisPassword(),
                        settings.redisPort(),
                        secrets.redisPassword(),
                        settings.volatileRedisPort(),
                        folder.secrets(),
                        settings.publicUrl(),
                        settings.instances() * settings.loops());
    }

    static Template template(Path root, String name) {
        try {
            return new Template(name, Files.readString(root.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
