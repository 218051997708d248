package dev.rapport.chat.auth;

import java.time.Instant;

/**
 * The claims of a token whose signature and form were good. That it still holds must be checked at each use.
 *
 * @param subject the user
 * @param id of the session
 */
record VerifiedToken(String subject, String id, Instant notBefore, Instant expiresAt) {}
