package dev.rapport.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whom the workers of a NGINX that root started run as. */
final class NginxUser {
    private static final List<String> PREFERRED = List.of("www-data", "nginx", "nobody");

    private NginxUser() {}

    /** The directive of NGINX that says so, or a comment when we are not root and NGINX may not change its user. */
    static String directive(boolean isRoot, Path users, Path groups) {
        if (!isRoot) {
            return "# not started by root: the workers run as the same user";
        }
        try {
            List<String> userLines = Files.readAllLines(users);
            List<String> groupLines = Files.readAllLines(groups);
            return PREFERRED.stream()
                    .map(name -> directive(name, userLines, groupLines))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse("user nobody;");
        } catch (IOException _) {
            return "user nobody;";
        }
    }

    private static Optional<String> directive(String name, List<String> users, List<String> groups) {
        return users.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.split(":", -1)[3])
                .flatMap(groupId -> groups.stream()
                        .map(line -> line.split(":", -1))
                        .filter(columns -> columns.length > 2 && columns[2].equals(groupId))
                        .map(columns -> "user " + name + " " + columns[0] + ";"))
                .findFirst();
    }
}
