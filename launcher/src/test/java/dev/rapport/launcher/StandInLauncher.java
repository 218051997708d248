package dev.rapport.launcher;

/** The launcher, with the stand-in instead of the chat service. */
public final class StandInLauncher {
    private StandInLauncher() {}

    /** As {@link Main#main}. */
    public static void main(String[] args) {
        InstanceProgram program =
                new InstanceProgram(System.getProperty("java.class.path"), StandInInstance.class.getName());
        System.exit(Main.run(args, program, StandInLauncher.class));
    }
}
