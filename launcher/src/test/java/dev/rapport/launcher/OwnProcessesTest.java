package dev.rapport.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnProcessesTest {
    private static final long NOBODY = 0;

    private final OwnProcesses own = new OwnProcesses(
            new StateFolder(Path.of("/s")), new InstanceProgram("cp", List.of(), "dev.rapport.chat.Main"));

    @ParameterizedTest
    @CsvSource({
        "/jdk/bin/java -cp x dev.rapport.launcher.Main supervise /s, SUPERVISOR",
        "/jdk/bin/java -cp x dev.rapport.launcher.Main supervise --prepare /s, SUPERVISOR",
        "/jdk/bin/java -cp x dev.rapport.chat.Main --config /s/run/chat.properties --instance 1 --port 2, INSTANCE",
        "/usr/bin/redis-server /s/run/redis-durable.conf, REDIS",
        "nginx: master process /usr/sbin/nginx -p /s/run -c /s/run/nginx.conf, NGINX",
    })
    void what_ours_isRecognised(String line, OwnProcesses.What what) {
        assertThat(own.what(NOBODY, line)).contains(what);
    }

    @ParameterizedTest
    @CsvSource({
        "/jdk/bin/java -cp x dev.rapport.launcher.Main supervise /s/load",
        "/jdk/bin/java dev.rapport.chat.audit.AuditTool --config /s/run/chat.properties count",
        "/jdk/bin/java -cp x dev.rapport.chat.Main --config /other/run/chat.properties --instance 1",
        "/usr/bin/redis-server /other/s/run/redis-durable.conf",
        "vi /s/run/nginx.conf",
        "tail -F /s/logs/nginx.log",
        "nginx: worker process",
    })
    void what_somebodyElses_isLeftAlone(String line) {
        assertThat(own.what(NOBODY, line)).isEmpty();
    }
}
