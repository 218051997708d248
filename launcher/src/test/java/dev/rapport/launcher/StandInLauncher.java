package dev.rapport.launcher;

import java.util.List;

/** The launcher, with the stand-in instead of the chat service. */
public final class StandInLauncher {
    private StandInLauncher() {}

    /** As {@link Main#main}. */
    public static void main(String[] args) {
        InstanceProgram program =
                new InstanceProgram(System.getProperty("java.class.path"), List.of(), StandInInstance.class.getName());
        System.exit(Main.run(args, program, StandInLauncher.class));
    }
}
