package dev.rapport.llm;

/**
 * Tokens as the provider counts them, or as we do where it says nothing; each 0 or more.
 *
 * @param cachedTokens the part of {@code promptTokens} that the provider had cached
 */
public record Usage(int promptTokens, int completionTokens, int cachedTokens) {
    public Usage {
        if (promptTokens < 0 || completionTokens < 0 || cachedTokens < 0) {
            throw new IllegalArgumentException("usage: " + promptTokens + ", " + completionTokens + ", " + cachedTokens
                    + " (expected: each 0 or more)");
        }
    }

    /** What both used. */
    public Usage plus(Usage other) {
        return new Usage(
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens,
                cachedTokens + other.cachedTokens);
    }
}
