package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Renders the templates of the checkout itself. */
class ConfigurationsTest {
    private static final Path ROOT = Path.of("..");

    private final Settings settings = Settings.of(
            Map.of("RAPPORT_STATE", "/state", "RAPPORT_INSTANCES", "2", "RAPPORT_URL", "https://chat.example.org"),
            Path.of("/checkout"));
    private final Configurations configurations = new Configurations(
            settings,
            new StateFolder(Path.of("/state")),
            new Secrets("key", "chat-password", "operator-password"),
            new Machine(2, 8192, 20_000));

    private String nginx() {
        return configurations.nginx(Configurations.template(ROOT, "nginx/rapport.conf.template"));
    }

    @Test
    void nginx_hashStandsBeforeKeepalive_orItWouldTurnItOff() {
        assertThat(nginx().indexOf("hash $http_authorization consistent;"))
                .isPositive()
                .isLessThan(nginx().indexOf("        keepalive 64;"));
    }

    @Test
    void nginx_namesEveryInstance_andThePublicHostFirst() {
        assertThat(nginx())
                .contains("server 127.0.0.1:8181 max_fails=0;\n        server 127.0.0.1:8182 max_fails=0;")
                .contains("server_name chat.example.org localhost 127.0.0.1 [::1];")
                .contains("listen 127.0.0.1:8080;")
                .contains("worker_rlimit_nofile 20000;")
                .contains("worker_connections 16384;");
    }

    @Test
    void nginx_hasNothingThatThePublishedHolesNeed() {
        assertThat(nginx().lines().map(String::strip).filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.startsWith("rewrite ") || line.startsWith("if ") || line.startsWith("~"))
                .noneMatch(line -> line.startsWith("location ~"));
    }

    @Test
    void redis_durable_acknowledgesOnlyWhatIsOnDisk_andNeverEvicts() {
        String durable =
                configurations.redis(Configurations.template(ROOT, "deploy/redis/durable.conf"), RedisRole.DURABLE);

        assertThat(durable.lines())
                .contains(
                        "appendonly yes",
                        "appendfsync always",
                        "save \"\"",
                        "maxmemory-policy noeviction",
                        "maxmemory 2048mb",
                        "port 8281",
                        "bind 127.0.0.1",
                        "aclfile \"/state/run/redis-durable.acl\"");
    }

    @Test
    void redis_volatile_mayEvictWhatExpiresFirst() {
        String text =
                configurations.redis(Configurations.template(ROOT, "deploy/redis/volatile.conf"), RedisRole.VOLATILE);

        assertThat(text.lines())
                .contains("appendfsync everysec", "maxmemory-policy volatile-ttl", "maxmemory 1024mb", "port 8282");
    }

    @ParameterizedTest
    @EnumSource(RedisRole.class)
    void accessList_holdsNoPassword_andTheChatServiceIsNoAdministrator(RedisRole role) {
        String rules = configurations.accessList(Configurations.template(ROOT, "deploy/redis/" + role.word() + ".acl"));

        assertThat(rules)
                .doesNotContain("chat-password", "operator-password", "{{")
                .contains("user default off resetpass ~* &* +@all");
        String chat = rules.lines()
                .filter(line -> line.matches("user chat on #[0-9a-f]{64} .*"))
                .findFirst()
                .orElseThrow();
        assertThat(chat.split(" ", -1))
                .containsAnyOf("-@all", "-@admin")
                .contains("+evalsha", "+script|load")
                .doesNotContain("+eval", "+script", "+@scripting", "nopass");
    }

    @Test
    void chatProperties_areWhatAnInstanceReads() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(configurations.chatProperties()));

        assertThat(properties)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http.host", "127.0.0.1",
                        "loops", "4",
                        "redis.durable", "redis://chat:chat-password@127.0.0.1:8281",
                        "redis.volatile", "redis://chat:chat-password@127.0.0.1:8282",
                        "secrets.folder", "/state/secrets",
                        "public.url", "https://chat.example.org"));
    }
}
