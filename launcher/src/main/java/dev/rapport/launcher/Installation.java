package dev.rapport.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a run of the launcher works on.
 *
 * @param root the checkout, with the templates
 * @param settings where Rapport runs
 * @param folder the state folder of these settings
 * @param program what an instance runs
 * @param launcherMain the class to start a supervisor with
 */
record Installation(Path root, Settings settings, StateFolder folder, InstanceProgram program, Class<?> launcherMain) {

    static Installation of(Path root, Map<String, String> environment, InstanceProgram program, Class<?> launcherMain) {
        Settings settings = Settings.of(environment, root);
        return new Installation(root, settings, new StateFolder(settings.state()), program, launcherMain);
    }

    OwnProcesses own() {
        return new OwnProcesses(folder, program);
    }
}
