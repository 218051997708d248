package dev.rapport.loadtest.profile;

import java.util.Locale;

/** How long a profile runs: any value of a profile's file may differ between the tiers. */
public enum Tier {
    /** 20 s at most: does it run, and is every answer whole. */
    SMOKE,
    /** 90 s at most: enough to see a broken claim. */
    CI,
    /** As long as the published report's own run. */
    FULL;

    /** As in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
